import type { Runs } from "../rows/runs.js";
import { keyRuns, type Segment } from "./segment.js";
import { type Sight, type VisibleKeys, visibleKeys } from "./visible-keys.js";

/** Queries that follow each other in one segment, and the keys that any of them sees. */
export interface Piece {
  /** Rows of all queries and of all keys. */
  readonly firstQuery: number;
  readonly queries: number;
  readonly firstKey: number;
  readonly keys: number;
  /** The first key, counted from the segment's. */
  readonly offset: number;
  /** Counted from `firstKey`. */
  readonly visible: VisibleKeys;
}

/** Smaller pieces cost more than the scores that they save. */
const SMALLEST = 128;

/**
 * One piece a segment; with a window several, as long as the window is, so that the work grows with the segment's length
 * and not with its square.
 */
export function piecesOf(segments: readonly Segment[], sight: Sight): Piece[][] {
  const size = Math.max(sight.window, SMALLEST);
  const runs = keyRuns(segments);
  let firstQuery = 0;
  return segments.map((segment, i) => {
    const firstKey = runs[2 * i]!;
    const visible = visibleKeys(segment, sight);
    const pieces: Piece[] = [];
    for (let start = 0; start < segment.queries; start += size) {
      const [first, end] = [visible.first, visible.end].map((x) => x.subarray(start, start + size)) as [
        Int32Array,
        Int32Array,
      ];
      const [lowest, highest] = [first[0]!, end.at(-1)!];
      pieces.push({
        firstQuery: firstQuery + start,
        queries: first.length,
        firstKey: firstKey + lowest,
        keys: highest - lowest,
        offset: lowest,
        visible: { first: first.map((key) => key - lowest), end: end.map((key) => key - lowest) },
      });
    }
    firstQuery += segment.queries;
    return pieces;
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
