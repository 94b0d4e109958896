import type { Runs } from "../rows/runs.js";

/**
 * Tokens that see each other and nothing else: one sample, one image, or one part of a packed row. Segments follow
 * each other, so the first one's queries are rows 0 to `queries − 1`. Fewer queries than keys means that the earlier
 * keys come from a cache: query i stands at key `keys − queries + i`.
 */
export interface Segment {
  readonly queries: number;
  readonly keys: number;
  /** The row of its first key: the one behind the segment before, unless told, as by a cache that keeps room for more. */
  readonly firstKey?: number;
  /**
   * Keys that see each other forward, too, where attention is causal, such as the tokens of one image: starts within the
   * segment and counts, ascending.
   */
  readonly blocks?: Runs;
}

/** Segments of whole sequences, with as many keys as queries. */
export function segmentsOf(lengths: readonly number[]): Segment[] {
  return lengths.map((length) => ({ queries: length, keys: length }));
}

/** The rows of k and v that segments name. */
export function keyRuns(segments: readonly Segment[]): Runs {
  const runs = new Int32Array(2 * segments.length);
  let next = 0;
  segments.forEach(({ keys, firstKey = next }, i) => {
    runs.set([firstKey, keys], 2 * i);
    next = firstKey + keys;
  });
  return runs;
}
