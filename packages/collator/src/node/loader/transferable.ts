/**
 * Below this a copy is cheaper: a thread that gives memory away is slower from then on, because its engine no longer takes
 * for granted that arrays keep theirs.
 */
const WORTH_MOVING = 1 << 20;

/**
 * The large buffers under a value's typed arrays, each once, for moving them to another thread. A view of a part of its buffer
 * is left to be copied: the rest of the buffer is somebody else's.
 *
 * @throws TypeError for functions and symbols: no thread could take them.
 */
export function transferable(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    if (buffer instanceof ArrayBuffer && value.byteLength === buffer.byteLength) {
      if (buffer.byteLength >= WORTH_MOVING) found.add(buffer);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) transferable(part, found);
  } else if (typeof value === "function" || typeof value === "symbol") {
    throw new TypeError(
      `collator.Loader: the batch holds a ${typeof value}; expected numbers, texts and typed arrays. Leave it out.`,
    );
  }
  return found;
}
