import type { Batch } from "@vlm/types";

/**
 * Memory of batches that are no longer needed. On fresh memory the system spends more time than the numbers do that are
 * written to it.
 */
const spare: ArrayBuffer[] = [];
const MOST = 4;
/** What was handed out here, so that a view of a part of it is known to be alone. */
const own = new WeakSet<ArrayBuffer>();

/** Room for numbers that will all be written: what lies there is left over. */
export function roomFor(length: number): Float32Array {
  const bytes = Float32Array.BYTES_PER_ELEMENT * length;
  const fits = spare.findIndex((buffer) => buffer.byteLength >= bytes && buffer.byteLength <= 2 * bytes);
  const [buffer = new ArrayBuffer(bytes)] = fits < 0 ? [] : spare.splice(fits, 1);
  own.add(buffer);
  return new Float32Array(buffer, 0, length);
}

/** The memory of a batch's pixel values; null where there is none or it was moved away. */
export function memoryOf({ pixelValues }: Batch): ArrayBuffer | null {
  const buffer = pixelValues?.data.buffer;
  return buffer instanceof ArrayBuffer && buffer.byteLength > 0 ? buffer : null;
}

export function isOwn(buffer: ArrayBuffer): boolean {
  return own.has(buffer);
}

export function keepSpare(buffer: ArrayBuffer): void {
  if (spare.includes(buffer)) return;
  if (spare.length === MOST) spare.shift();
  spare.push(buffer);
}

/**
 * Gives the memory of a batch's pixel values to the batches that `collate` makes next in this thread. For those who are
 * done with the batch: its pixel values change under them.
 */
export function recycle(batch: Batch): void {
  const buffer = memoryOf(batch);
  if (buffer) keepSpare(buffer);
}
