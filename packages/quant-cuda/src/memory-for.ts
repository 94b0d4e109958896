export interface DequantizeOptions {
  /** Where the numbers go: memory that was used before saves the time that fresh memory takes, which may be most of it. */
  readonly into?: Float32Array;
}

export function memoryFor(caller: string, size: number, into: Float32Array | undefined): Float32Array {
  if (!into) return new Float32Array(size);
  if (into.length === size) return into;
  throw new Error(
    `quant-cuda.${caller}: into has ${into.length} elements; expected ${size}. Allocate one for each code.`,
  );
}
