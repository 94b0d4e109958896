import type { Runs } from "../rows/runs.js";

/**
 * Tokens that see each other and nothing else: one sample, one image, or one part of a packed row. Segments follow
 * each other, so the first one's queries are rows 0 to `queries − 1`. Fewer queries than keys means that the earlier
 * keys come from a cache: query i stands at key `keys − queries + i`.
 */
export interface Segment {
  readonly queries: number;
  readonly keys: number;
}

/** Segments of whole sequences, with as many keys as queries. */
export function segmentsOf(lengths: readonly number[]): Segment[] {
  return lengths.map((length) => ({ queries: length, keys: length }));
}

export interface Place extends Segment {
  readonly firstQuery: number;
  readonly firstKey: number;
}

/** Segments with the rows at which they begin. */
export function place(segments: readonly Segment[]): Place[] {
  let firstQuery = 0;
  let firstKey = 0;
  return segments.map(({ queries, keys }) => {
    const placed = { queries, keys, firstQuery, firstKey };
    firstQuery += queries;
    firstKey += keys;
    return placed;
  });
}

/** Rows of [H · N, D], for heads `first` to `first + count − 1`, that belong to a range of each head's N rows. */
export function headRuns(first: number, count: number, perHead: number, start: number, length: number): Runs {
  const runs = new Int32Array(2 * count);
  for (let i = 0; i < count; i++) {
    runs[2 * i] = (first + i) * perHead + start;
    runs[2 * i + 1] = length;
  }
  return runs;
}
