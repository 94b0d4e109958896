import * as tf from "@tensorflow/tfjs-core";
import type { Segment } from "./segment.js";

/** Far below every score, and finite: −∞ − (−∞) would be NaN. */
const HIDDEN = -1e30;

/** What to add to the scores of one segment so that no query sees a later key: [groups × queries, keys]. */
export function causalMask({ queries, keys }: Segment, groups: number): tf.Tensor2D {
  const values = new Float32Array(groups * queries * keys);
  for (let row = 0; row < groups * queries; row++) {
    const last = keys - queries + (row % queries);
    values.fill(HIDDEN, row * keys + last + 1, (row + 1) * keys);
  }
  return tf.tensor2d(values, [groups * queries, keys]);
}

/** The same for all segments at once, [ΣQ, ΣK]: what `composedAttention` adds. */
export function fullMask(segments: readonly Segment[], causal: boolean): tf.Tensor2D {
  const keyCount = segments.reduce((sum, segment) => sum + segment.keys, 0);
  const rows: number[][] = [];
  let firstKey = 0;
  for (const { queries, keys } of segments) {
    for (let query = 0; query < queries; query++) {
      const end = causal ? keys - queries + query + 1 : keys;
      rows.push(Array.from({ length: keyCount }, (_, key) => (key >= firstKey && key < firstKey + end ? 0 : HIDDEN)));
    }
    firstKey += keys;
  }
  return tf.tensor2d(rows, [rows.length, keyCount]);
}
