import type { Batch } from "@vlm/types";
import { isOwn, memoryOf } from "../../spare-memory.js";

/** The buffers of a batch to move; that of its pixel values also where it is larger than they are. */
export function batchBuffers(batch: Batch): ArrayBuffer[] {
  const found = transferable(batch);
  const pixels = memoryOf(batch);
  if (pixels && isOwn(pixels)) found.add(pixels);
  return [...found];
}

/**
 * The buffers under a value's typed arrays, each once, for moving them to another thread. A view of a part of its buffer
 * is left to be copied: the rest of the buffer is somebody else's.
 *
 * @throws TypeError for functions and symbols: no thread could take them.
 */
export function transferable(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    if (buffer instanceof ArrayBuffer && value.byteLength === buffer.byteLength) found.add(buffer);
  } else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) transferable(part, found);
  } else if (typeof value === "function" || typeof value === "symbol") {
    throw new TypeError(
      `collator.Loader: the batch holds a ${typeof value}; expected numbers, texts and typed arrays. Leave it out.`,
    );
  }
  return found;
}
