import { keyRuns, type Segment } from "./segment.js";

/** How far queries look. */
export interface Sight {
  /** Whether they see only keys up to their own place, and those of their block. */
  readonly causal: boolean;
  /** Keys up to their own that they see at most. */
  readonly window: number;
}

/** Keys that each query sees: from `first[i]` to `end[i] − 1`. Both ascend. */
export interface VisibleKeys {
  readonly first: Int32Array;
  readonly end: Int32Array;
}

export function visibleKeys({ queries, keys, blocks = new Int32Array() }: Segment, sight: Sight): VisibleKeys {
  const [first, end] = [new Int32Array(queries), new Int32Array(queries).fill(keys)];
  if (!sight.causal) return { first, end };
  const before = keys - queries;
  for (let query = 0; query < queries; query++) {
    first[query] = Math.max(0, before + query + 1 - sight.window);
    end[query] = before + query + 1;
  }
  for (let i = 0; i < blocks.length; i += 2) {
    const [start, stop] = [blocks[i]!, blocks[i]! + blocks[i + 1]!];
    end.fill(stop, Math.max(0, start - before), Math.max(0, stop - before));
  }
  return { first, end };
}

/** What a kernel needs to know of all segments: each query's keys as rows of k, and the table of segments. */
export interface AllVisibleKeys extends VisibleKeys {
  /** First query, queries, first key, keys of each segment. */
  readonly segments: Int32Array;
}

export function allVisibleKeys(segments: readonly Segment[], sight: Sight): AllVisibleKeys {
  const queryCount = segments.reduce((sum, { queries }) => sum + queries, 0);
  const [first, end] = [new Int32Array(queryCount), new Int32Array(queryCount)];
  const table = new Int32Array(4 * segments.length);
  const runs = keyRuns(segments);
  let firstQuery = 0;
  segments.forEach((segment, i) => {
    const firstKey = runs[2 * i]!;
    const visible = visibleKeys(segment, sight);
    for (let query = 0; query < segment.queries; query++) {
      first[firstQuery + query] = firstKey + visible.first[query]!;
      end[firstQuery + query] = firstKey + visible.end[query]!;
    }
    table.set([firstQuery, segment.queries, firstKey, segment.keys], 4 * i);
    firstQuery += segment.queries;
  });
  return { first, end, segments: table };
}
