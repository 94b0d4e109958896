import * as tf from "@tensorflow/tfjs-core";
import type { Piece } from "./piece.js";
import type { Segment } from "./segment.js";
import { allVisibleKeys, type Sight } from "./visible-keys.js";

/** Far below every score, and finite: −∞ − (−∞) would be NaN. */
const HIDDEN = -1e30;

/** What to add to the scores of one piece, [groups × queries, keys]; null where every query sees every key. */
export function pieceMask({ queries, keys, visible: { first, end } }: Piece, groups: number): tf.Tensor2D | null {
  if (first.every((key) => key === 0) && end.every((key) => key === keys)) return null;
  const values = new Float32Array(groups * queries * keys);
  for (let row = 0; row < groups * queries; row++) {
    values.fill(HIDDEN, row * keys, row * keys + first[row % queries]!);
    values.fill(HIDDEN, row * keys + end[row % queries]!, (row + 1) * keys);
  }
  return tf.tensor2d(values, [groups * queries, keys]);
}

/** The same for all segments at once, [ΣQ, K]: what `composedAttention` adds. */
export function fullMask(segments: readonly Segment[], sight: Sight, keyCount: number): tf.Tensor2D {
  const { first, end } = allVisibleKeys(segments, sight);
  const values = new Float32Array(first.length * keyCount).fill(HIDDEN);
  first.forEach((from, query) => {
    values.fill(0, query * keyCount + from, query * keyCount + end[query]!);
  });
  return tf.tensor2d(values, [first.length, keyCount]);
}
