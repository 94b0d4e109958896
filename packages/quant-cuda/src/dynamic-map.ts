const EXPONENTS = 7;

/**
 * bitsandbytes' 8-bit data type, its 256 values in ascending order: seven decades, each cut into twice as many equal bins
 * as the one below it and stood for by their middles, with 0 and 1 (`create_dynamic_map`, arXiv 1511.04561). Signed maps
 * mirror the bins, unsigned ones have twice as many; so −1 is in neither.
 */
export function dynamicMap({ signed = true }: { readonly signed?: boolean } = {}): Float32Array {
  const values = [0, 1];
  for (let i = 0; i < EXPONENTS; i++) {
    const scale = Math.fround(10 ** (i - EXPONENTS + 1));
    const boundaries = spaced(0.1, 1, 2 ** (signed ? i : i + 1) + 1);
    for (let j = 1; j < boundaries.length; j++) {
      const middle = Math.fround(Math.fround(boundaries[j - 1]! + boundaries[j]!) / 2);
      values.push(Math.fround(scale * middle));
      if (signed) values.push(-Math.fround(scale * middle));
    }
  }
  return Float32Array.from(values).sort();
}

/** `count` float32 numbers, evenly from `start` to `end`, the upper half counted from the end as PyTorch does. */
function spaced(start: number, end: number, count: number): Float32Array {
  const [first, last] = [Math.fround(start), Math.fround(end)];
  const step = Math.fround(Math.fround(last - first) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < count / 2 ? Math.fround(first + step * i) : Math.fround(last - step * (count - 1 - i)),
  );
}
