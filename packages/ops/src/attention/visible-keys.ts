import type { Segment } from "./segment.js";

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
