import * as tf from "@tensorflow/tfjs-core";
import { hasKernel } from "../backend/kernel.js";
import { differentiable } from "../gradient/differentiable.js";
import { product } from "../matmul/matmul.js";
import { copyRows, spreadRows } from "../rows/rows.js";
import { checkAttention } from "./check.js";
import { fullMask, pieceMask } from "./mask.js";
import { headRuns, type Piece, piecesOf } from "./piece.js";
import type { Segment } from "./segment.js";
import type { Sight } from "./visible-keys.js";

export interface AttentionOptions {
  /** Whether a query sees only the keys up to its own place, and those of its block. */
  readonly causal?: boolean;
  /** Of the keys up to its own place, how many a causal query sees at most (sliding window, arXiv 2004.05150). */
  readonly window?: number;
  /** What the scores are multiplied by; D^−½ unless told. */
  readonly scale?: number;
}

/**
 * softmax(scale · q · kᵀ + mask) · v for each head, within each segment (arXiv 1706.03762; fewer key than query heads
 * are shared in groups, arXiv 2305.13245). Padding does not occur: sequences of any lengths follow each other.
 *
 * @param q [ΣQ, H, D]
 * @param k [ΣK, KV, D], H a multiple of KV
 * @param v [ΣK, KV, D]
 * @returns [ΣQ, H, D]
 * @throws when shapes and segments do not fit each other
 */
export function attention(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  segments: readonly Segment[],
  { causal = true, window = Number.POSITIVE_INFINITY, scale = q.shape.at(-1)! ** -0.5 }: AttentionOptions = {},
): tf.Tensor {
  const sight = { causal, window };
  checkAttention(q, k, v, segments, sight);
  const plan = planOf(q, k, segments, sight);
  if (segments.every(({ queries }) => queries === 1) && hasKernel("SingleQueryAttention")) {
    const runs = Int32Array.from(plan.pieces.flatMap(([piece]) => [piece!.firstKey, piece!.keys]));
    return differentiable(
      [q, k, v],
      () => ({ value: tf.engine().runKernel("SingleQueryAttention", { q, k, v }, { runs, scale }) }),
      (dy, inputs) => {
        const [queries, keys, values] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
        const [out, ...probabilities] = forward(plan, queries, keys, values, scale).saved;
        return backward(plan, inputs, out!, probabilities, dy, scale);
      },
    );
  }
  return differentiable(
    [q, k, v],
    () => forward(plan, q, k, v, scale),
    (dy, inputs, [out, ...probabilities]) => backward(plan, inputs, out!, probabilities, dy, scale),
  );
}

/** `attention` from plain tfjs operators: one masked product over all tokens. */
export function composedAttention(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  segments: readonly Segment[],
  { causal = true, window = Number.POSITIVE_INFINITY, scale = q.shape.at(-1)! ** -0.5 }: AttentionOptions = {},
): tf.Tensor {
  const groups = q.shape[1]! / k.shape[1]!;
  const heads = (x: tf.Tensor): tf.Tensor => tf.transpose(x, [1, 0, 2]);
  const repeated = (x: tf.Tensor): tf.Tensor => {
    const [kv, n, size] = heads(x).shape as [number, number, number];
    const copies = tf.stack(Array<tf.Tensor>(groups).fill(heads(x)), 1);
    return tf.reshape(copies, [kv * groups, n, size]);
  };
  const scores = tf.mul(tf.matMul(heads(q), repeated(k), false, true), scale);
  const weights = tf.softmax(tf.add(scores, fullMask(segments, { causal, window })));
  return heads(tf.matMul(weights, repeated(v)));
}

/** Sizes, and one unit of work for each piece and each key head: g query heads that share it, stacked. */
interface Plan {
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

function planOf(q: tf.Tensor, k: tf.Tensor, segments: readonly Segment[], sight: Sight): Plan {
  const [queries, heads, size] = q.shape as [number, number, number];
  const [keys, keyHeads] = k.shape as [number, number, number];
  const pieces = piecesOf(segments, sight);
  return { heads, keyHeads, groups: heads / keyHeads, size, queries, keys, segments, pieces };
}

function forward(
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

function backward(
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
  return [tokenMajor(dq, plan.heads), tokenMajor(dk, plan.keyHeads), tokenMajor(dv, plan.keyHeads)];
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
