import type * as tf from "@tensorflow/tfjs-core";
import { type Runs, runsOf, takeRows } from "@vlm/ops";

/** The last tokens of each sequence: all that the last layer has to compute when nothing else is asked for. */
export interface Tail {
  /** Tokens of each sequence, at least one. */
  readonly counts: readonly number[];
  /** Where they stand among all tokens. */
  readonly runs: Runs;
}

export function tailOf(lengths: readonly number[], counts: readonly number[]): Tail {
  let end = 0;
  const rows = lengths.flatMap((length, i) => {
    end += length;
    return Array.from({ length: counts[i]! }, (_, j) => end - counts[i]! + j);
  });
  return { counts, runs: runsOf(rows) };
}

/** The shortest tail that holds these tokens, and where they stand in it. */
export function tailWith(lengths: readonly number[], rows: Int32Array): { tail: Tail; rows: Int32Array } {
  const places = new Int32Array(rows.length);
  let [start, next, before] = [0, 0, 0];
  const counts = lengths.map((length) => {
    const end = start + length;
    const count = next < rows.length && rows[next]! < end ? end - rows[next]! : 1;
    for (; next < rows.length && rows[next]! < end; next++) places[next] = before + rows[next]! - (end - count);
    start = end;
    before += count;
    return count;
  });
  return { tail: tailOf(lengths, counts), rows: places };
}

/** The tail's rows of x, or all of them without a tail. */
export function within(x: tf.Tensor, tail: Tail | undefined): tf.Tensor {
  return tail ? takeRows(x, tail.runs) : x;
}
