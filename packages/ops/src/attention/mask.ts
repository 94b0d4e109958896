import * as tf from "@tensorflow/tfjs-core";
import type { Piece } from "./piece.js";
import type { Segment } from "./segment.js";
import { type Sight, visibleKeys } from "./visible-keys.js";

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

/** The same for all segments at once, [ΣQ, ΣK]: what `composedAttention` adds. */
export function fullMask(segments: readonly Segment[], sight: Sight): tf.Tensor2D {
  const keyCount = segments.reduce((sum, segment) => sum + segment.keys, 0);
  const rows: number[][] = [];
  let firstKey = 0;
  for (const segment of segments) {
    const { first, end } = visibleKeys(segment, sight);
    for (let query = 0; query < segment.queries; query++) {
      const [from, to] = [firstKey + first[query]!, firstKey + end[query]!];
      rows.push(Array.from({ length: keyCount }, (_, key) => (key >= from && key < to ? 0 : HIDDEN)));
    }
    firstKey += segment.keys;
  }
  return tf.tensor2d(rows, [rows.length, keyCount]);
}
