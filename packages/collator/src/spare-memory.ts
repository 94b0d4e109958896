import type { Batch } from "@vlm/types";

/** Memory for numbers; what several threads see is shared, which is sent without a copy and without being lost here. */
export type Memory = ArrayBuffer | SharedArrayBuffer;

/**
 * Memory of batches that are no longer needed. On fresh memory the system spends more time than the numbers do that are
 * written to it.
 */
const spare: Memory[] = [];
const MOST = 4;
let isShared = false;

/** From now on this thread's batches are written to memory that others can be sent. */
export function shareMemory(): void {
  isShared = true;
}

/** Room for numbers that will all be written: what lies there is left over. */
export function roomFor(length: number): Float32Array {
  const bytes = Float32Array.BYTES_PER_ELEMENT * length;
  const fits = spare.findIndex((memory) => memory.byteLength >= bytes && memory.byteLength <= 2 * bytes);
  const [memory = isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)] =
    fits < 0 ? [] : spare.splice(fits, 1);
  return new Float32Array(memory, 0, length);
}

/** The memory of a batch's pixel values; null where there is none or it was moved away. */
export function memoryOf({ pixelValues }: Batch): Memory | null {
  const memory = pixelValues?.data.buffer;
  return memory !== undefined && memory.byteLength > 0 ? memory : null;
}

export function keepSpare(memory: Memory): void {
  if (spare.includes(memory)) return;
  if (spare.length === MOST) spare.shift();
  spare.push(memory);
}

/**
 * Gives the memory of a batch's pixel values to the batches that `collate` makes next in this thread. For those who are
 * done with the batch: its pixel values change under them.
 */
export function recycle(batch: Batch): void {
  const memory = memoryOf(batch);
  if (memory) keepSpare(memory);
}
