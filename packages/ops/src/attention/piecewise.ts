// Attention from products over pieces of segments, for backends without a kernel of their own.
import * as tf from "@tensorflow/tfjs-core";
import { product } from "../matmul/matmul.js";
import { copyRows, spreadRows } from "../rows/rows.js";
import { pieceMask } from "./mask.js";
import { headRuns, type Piece, piecesOf } from "./piece.js";
import { keyRuns, type Segment } from "./segment.js";
import type { Sight } from "./visible-keys.js";

/** Sizes, and one unit of work for each piece and each key head: g query heads that share it, stacked. */
export interface Plan {
  readonly heads: number;
  readonly keyHeads: number;
  readonly groups: number;
  readonly size: number;
  readonly queries: number;
  readonly keys: number;
  readonly segments: readonly Segment[];
  /** Of each segment. */
  readonly pieces: readonly (readonly Piece[])[];
}

export function planOf(q: tf.Tensor, k: tf.Tensor, segments: readonly Segment[], sight: Sight): Plan {
  const [queries, heads, size] = q.shape as [number, number, number];
  const [keys, keyHeads] = k.shape as [number, number, number];
  const pieces = piecesOf(segments, sight);
  return { heads, keyHeads, groups: heads / keyHeads, size, queries, keys, segments, pieces };
}

/** The output, and what `piecewiseBackward` needs: it head by head, and the probabilities of each unit. */
export function piecewiseForward(
  plan: Plan,
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  scale: number,
): { value: tf.Tensor; saved: tf.Tensor[] } {
  const [queries, keys, values] = [headMajor(tf.mul(q, scale)), headMajor(k), headMajor(v)];
  const probabilities: tf.Tensor[] = [];
  const outputs = plan.pieces.flat().map((piece) => {
    const mask = pieceMask(piece, plan.groups);
    return Array.from({ length: plan.keyHeads }, (_, head) => {
      const p = tf.tidy(() => {
        const scores = product(queryBlock(plan, queries, piece, head), keyBlock(plan, keys, piece, head), false, true);
        return tf.softmax(mask ? tf.add(scores, mask) : scores);
      });
      probabilities.push(p);
      return tf.tidy(() => product(p, keyBlock(plan, values, piece, head)));
    });
  });
  const out = assemble(outputs, plan.heads, plan.size);
  return { value: tf.transpose(out, [1, 0, 2]), saved: [out, ...probabilities] };
}

export function piecewiseBackward(
  plan: Plan,
  inputs: readonly tf.Tensor[],
  out: tf.Tensor,
  probabilities: readonly tf.Tensor[],
  dy: tf.Tensor,
  scale: number,
): tf.Tensor[] {
  const [q, k, v] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [queries, keys, values, dOut] = [headMajor(tf.mul(q, scale)), headMajor(k), headMajor(v), headMajor(dy)];
  // Row sums of dP · P equal those of dO · O, which are D wide instead of as wide as the keys.
  const sums = tf.sum(tf.mul(dOut, tf.reshape(out, dOut.shape)), -1, true);
  const dq: tf.Tensor[][] = [];
  const [dk, dv]: [tf.Tensor[][], tf.Tensor[][]] = [[], []];
  let unit = 0;
  plan.pieces.forEach((pieces, s) => {
    const [dKeys, dValues]: [tf.Tensor[][], tf.Tensor[][]] = [[], []];
    for (const piece of pieces) {
      const [dQuery, dKey, dValue]: [tf.Tensor[], tf.Tensor[], tf.Tensor[]] = [[], [], []];
      for (let head = 0; head < plan.keyHeads; head++, unit++) {
        const p = probabilities[unit]!;
        const gradients = tf.tidy(() => {
          const dO = queryBlock(plan, dOut, piece, head);
          const dP = product(dO, keyBlock(plan, values, piece, head), false, true);
          const dScores = tf.mul(p, tf.sub(dP, queryBlock(plan, sums, piece, head)));
          return [
            tf.mul(product(dScores, keyBlock(plan, keys, piece, head)), scale),
            product(dScores, queryBlock(plan, queries, piece, head), true),
            product(p, dO, true),
          ];
        });
        [dQuery, dKey, dValue].forEach((list, i) => {
          list.push(gradients[i]!);
        });
      }
      dq.push(dQuery);
      dKeys.push(dKey);
      dValues.push(dValue);
    }
    const { keys: count } = plan.segments[s]!;
    dk.push(overlaid(pieces, dKeys, count));
    dv.push(overlaid(pieces, dValues, count));
  });
  const tokenMajor = (blocks: readonly (readonly tf.Tensor[])[], heads: number): tf.Tensor =>
    tf.transpose(assemble(blocks, heads, plan.size), [1, 0, 2]);
  // Room that a cache keeps between segments gets zeros.
  const inPlace = (x: tf.Tensor): tf.Tensor =>
    x.shape[0] === plan.keys ? x : spreadRows(x, keyRuns(plan.segments), plan.keys);
  return [tokenMajor(dq, plan.heads), inPlace(tokenMajor(dk, plan.keyHeads)), inPlace(tokenMajor(dv, plan.keyHeads))];
}

/** For each key head the sum of what a segment's pieces [keys of the piece, D] say of its keys: [keys, D]. */
function overlaid(pieces: readonly Piece[], gradients: readonly (readonly tf.Tensor[])[], keys: number): tf.Tensor[] {
  return gradients[0]!.map((_, head) =>
    tf.tidy(() => {
      const spread = pieces.map((piece, i) => {
        const gradient = gradients[i]![head]!;
        return piece.keys === keys ? gradient : spreadRows(gradient, Int32Array.of(piece.offset, piece.keys), keys);
      });
      return spread.length === 1 ? spread[0]! : tf.addN(spread);
    }),
  );
}

/** [N, H, D] → [H · N, D] */
function headMajor(x: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [-1, x.shape[2]!]);
}

/** The rows of the g query heads that share a key head, stacked: [g · Q, …]. */
function queryBlock(plan: Plan, x: tf.Tensor, piece: Piece, head: number): tf.Tensor {
  const { groups, queries } = plan;
  return copyRows(x, headRuns(head * groups, groups, queries, piece.firstQuery, piece.queries));
}

function keyBlock(plan: Plan, x: tf.Tensor, piece: Piece, head: number): tf.Tensor {
  return copyRows(x, headRuns(head, 1, plan.keys, piece.firstKey, piece.keys));
}

/** Blocks of [heads / blocks · n, D] → [heads, N, D]. */
function assemble(blocks: readonly (readonly tf.Tensor[])[], heads: number, size: number): tf.Tensor {
  return tf.tidy(() =>
    tf.concat(
      blocks.map((perHead) => tf.reshape(tf.concat([...perHead], 0), [heads, -1, size])),
      1,
    ),
  );
}
