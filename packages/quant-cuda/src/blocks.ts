/** Runs of `blockSize` numbers, the last of which may be shorter. */
export function blockCount(size: number, blockSize: number): number {
  return Math.ceil(size / blockSize);
}

/** Largest magnitude of each block. */
export function largestOfBlocks(values: Float32Array, blockSize: number): Float32Array {
  const largest = new Float32Array(blockCount(values.length, blockSize));
  for (let block = 0; block < largest.length; block++) {
    const end = Math.min((block + 1) * blockSize, values.length);
    let most = 0;
    for (let i = block * blockSize; i < end; i++) {
      const magnitude = Math.abs(values[i]!);
      // Written so that NaN is caught, too.
      if (!(magnitude <= most)) {
        if (!(magnitude < Number.POSITIVE_INFINITY)) throw notFinite(values[i]!, i);
        most = magnitude;
      }
    }
    largest[block] = most;
  }
  return largest;
}

/** What brings a block into [−1, 1]: bitsandbytes multiplies by it and does not divide. 0 for a block of zeros. */
export function inverseOf(largest: number): number {
  return largest === 0 ? 0 : Math.fround(1 / largest);
}

export function notFinite(value: number, index: number): RangeError {
  return new RangeError(
    `quant-cuda.quantize: element ${index} is ${value}; expected finite numbers, since a block shares one scale. Repair the weights.`,
  );
}
