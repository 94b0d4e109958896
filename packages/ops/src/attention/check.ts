import type * as tf from "@tensorflow/tfjs-core";
import type { Runs } from "../rows/runs.js";
import { keyRuns, type Segment } from "./segment.js";
import type { Sight } from "./visible-keys.js";

/** @throws when the arguments of `attention` do not fit each other */
export function checkAttention(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  segments: readonly Segment[],
  { causal, window }: Sight,
): void {
  checkShapes(q, k, v, segments);
  if (!(window >= 1) || (window !== Number.POSITIVE_INFINITY && !(Number.isInteger(window) && causal))) {
    throw new Error(
      `ops.attention: window is ${window}${causal ? "" : " without a causal mask"}; expected a whole number from 1 on, of keys up to a query's own. Leave it out where every key is seen.`,
    );
  }
  const bad = segments.find((s) => s.queries < 1 || s.keys < 1 || (causal && s.queries > s.keys));
  if (bad) {
    throw new Error(
      `ops.attention: segment with ${bad.queries} queries and ${bad.keys} keys; expected at least one of each and, with a causal mask, no more queries than keys. Leave empty segments out.`,
    );
  }
  const loose = segments.find(({ blocks, keys }) => blocks && !areRunsWithin(blocks, keys));
  if (loose) {
    throw new Error(
      `ops.attention: segment of ${loose.keys} keys with blocks [${loose.blocks}]; expected pairs of start and count, ascending, apart and within the segment. Count from the segment's first key.`,
    );
  }
}

function checkShapes(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, segments: readonly Segment[]): void {
  const shapes = `q [${q.shape}], k [${k.shape}], v [${v.shape}]`;
  const [queries, heads, size] = q.shape as [number, number, number];
  const [keys, keyHeads] = k.shape as [number, number];
  const fits = q.rank === 3 && k.rank === 3 && k.shape.join() === v.shape.join() && k.shape[2] === size;
  if (!fits || heads % keyHeads !== 0) {
    throw new Error(
      `ops.attention: ${shapes}; expected q [Q,H,D] and k, v [K,KV,D] with H a multiple of KV. Reshape the projections.`,
    );
  }
  const total = segments.reduce((sum, s) => ({ queries: sum.queries + s.queries, keys: sum.keys + s.keys }), {
    queries: 0,
    keys: 0,
  });
  const placed = segments.some(({ firstKey }) => firstKey !== undefined);
  if (total.queries !== queries || (!placed && total.keys !== keys)) {
    throw new Error(
      `ops.attention: segments hold ${total.queries} queries and ${total.keys} keys for ${shapes}; expected ${queries} and ${keys}. Make the segments from the same batch.`,
    );
  }
  const runs = keyRuns(segments);
  if (placed && !areApart(runs, keys)) {
    throw new Error(
      `ops.attention: segments have the keys [${runs}] (start and count of each) of ${keys}; expected rows of k that no two share. Take the segments that the cache returns.`,
    );
  }
}

/** Whether runs lie within 0..total and share nothing, in whatever order. */
function areApart(runs: Runs, total: number): boolean {
  const order = Array.from({ length: runs.length / 2 }, (_, i) => 2 * i).sort((a, b) => runs[a]! - runs[b]!);
  return areRunsWithin(Int32Array.from(order.flatMap((i) => [runs[i]!, runs[i + 1]!])), total);
}

function areRunsWithin(runs: Runs, total: number): boolean {
  let next = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const [start, count] = [runs[i]!, runs[i + 1] ?? 0];
    if (start < next || count < 1) return false;
    next = start + count;
  }
  return next <= total;
}
