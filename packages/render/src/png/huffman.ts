/** A prefix code: for each symbol its length in bits, 0 where it is not used, and its bits, the first at the bottom. */
export interface Code {
  readonly lengths: Uint8Array;
  readonly bits: Uint16Array;
}

/**
 * The shortest prefix code for symbols of these frequencies, with deflate's canonical bits (RFC 1951, section 3.2.2).
 *
 * @param limit longest code in bits
 */
export function huffman(frequencies: ArrayLike<number>, limit: number): Code {
  let weights = Array.from(frequencies);
  let lengths = measure(weights);
  // Flatter weights make flatter trees.
  while (Math.max(...lengths) > limit) {
    weights = weights.map((weight) => (weight === 0 ? 0 : (weight >> 1) + 1));
    lengths = measure(weights);
  }
  return { lengths, bits: canonical(lengths) };
}

interface Node {
  readonly weight: number;
  /** Symbols below. */
  readonly symbols: readonly number[];
}

function measure(weights: readonly number[]): Uint8Array {
  const lengths = new Uint8Array(weights.length);
  const leaves = weights
    .map((weight, symbol): Node => ({ weight, symbols: [symbol] }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => a.weight - b.weight);
  if (leaves.length === 1) lengths[leaves[0]!.symbols[0]!] = 1;
  // Leaves and inner nodes are each in order of weight: the lightest is the first of one of the two.
  const inner: Node[] = [];
  let [leaf, joint] = [0, 0];
  const lightest = (): Node =>
    joint >= inner.length || (leaf < leaves.length && leaves[leaf]!.weight <= inner[joint]!.weight)
      ? leaves[leaf++]!
      : inner[joint++]!;
  for (let left = leaves.length; left > 1; left--) {
    const [a, b] = [lightest(), lightest()];
    const symbols = [...a.symbols, ...b.symbols];
    for (const symbol of symbols) lengths[symbol]!++;
    inner.push({ weight: a.weight + b.weight, symbols });
  }
  return lengths;
}

function canonical(lengths: Uint8Array): Uint16Array {
  const bits = new Uint16Array(lengths.length);
  let next = 0;
  for (let length = 1; length <= 15; length++) {
    next <<= 1;
    for (const [symbol, own] of lengths.entries()) {
      if (own === length) bits[symbol] = reversed(next++, length);
    }
  }
  return bits;
}

function reversed(value: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((value >> bit) & 1) << (length - 1 - bit);
  return result;
}
