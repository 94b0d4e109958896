import { countBelow, middlesOf } from "./search.js";

/** A map's middles, and where among them to begin for a number: by its upper 15 bits. */
export interface SearchIndex {
  /** [256]: the middles and infinity. */
  readonly middles: Float32Array;
  /** [2^15]: the code of the least number that begins with these bits, 0 for NaN. */
  readonly starts: Uint8Array;
  /** The most middles that lie among numbers of one beginning. */
  readonly steps: number;
}

const BITS = 15;
const REST = 2 ** (32 - BITS) - 1;
const INDICES = new WeakMap<Float32Array, SearchIndex>();

/** The index of an ascending map of 256 numbers, which nobody changes afterwards. */
export function searchIndex(map: Float32Array): SearchIndex {
  const known = INDICES.get(map);
  if (known) return known;
  const middles = middlesOf(map);
  const starts = new Uint8Array(2 ** BITS);
  let steps = 0;
  const bits = new Uint32Array(2);
  const ends = new Float32Array(bits.buffer);
  for (let i = 0; i < starts.length; i++) {
    bits[0] = i * (REST + 1);
    bits[1] = bits[0] | REST;
    // Of negative numbers the last is the least.
    const [least, most] = i < starts.length / 2 ? ends : ends.toReversed();
    starts[i] = countBelow(middles, least!);
    steps = Math.max(steps, countBelow(middles, most!) - starts[i]!);
  }
  const index = { middles: Float32Array.of(...middles, Number.POSITIVE_INFINITY), starts, steps };
  INDICES.set(map, index);
  return index;
}
