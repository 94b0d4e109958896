import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernels } from "../backend/kernel.js";
import { differentiable } from "../gradient/differentiable.js";
import { checkAttention } from "./check.js";
import { fullMask } from "./mask.js";
import { piecewiseBackward, piecewiseForward, planOf } from "./piecewise.js";
import type { Segment } from "./segment.js";
import { allVisibleKeys } from "./visible-keys.js";

export interface AttentionOptions {
  /** Whether a query sees only the keys up to its own place, and those of its block. */
  readonly causal?: boolean;
  /** Of the keys up to its own place, how many a causal query sees at most (sliding window, arXiv 2004.05150). */
  readonly window?: number;
  /** What the scores are multiplied by; D^−½ unless told. */
  readonly scale?: number;
}

const LARGEST_NATIVE_HEAD = 512;

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
  // Blocks of the native kernel lie on the stack of its threads.
  if (hasKernel("Attention") && q.shape[2]! <= LARGEST_NATIVE_HEAD) {
    const attrs = { ...allVisibleKeys(segments, sight), scale };
    return differentiable(
      [q, k, v],
      () => {
        const [out, logSum] = runKernels("Attention", { q, k, v }, attrs);
        return { value: out!, saved: [q, k, v, out!, logSum!] };
      },
      (dy, [queries, keys, values, out, logSum]) => {
        const inputs = { dy, q: queries!, k: keys!, v: values!, out: out!, logSum: logSum! };
        return runKernels("AttentionBackward", inputs, attrs);
      },
    );
  }
  const plan = planOf(q, k, segments, sight);
  if (segments.every(({ queries }) => queries === 1) && hasKernel("SingleQueryAttention")) {
    const runs = Int32Array.from(plan.pieces.flatMap(([piece]) => [piece!.firstKey, piece!.keys]));
    return differentiable(
      [q, k, v],
      () => ({ value: tf.engine().runKernel("SingleQueryAttention", { q, k, v }, { runs, scale }), saved: [q, k, v] }),
      (dy, inputs) => {
        const [queries, keys, values] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
        const [out, ...probabilities] = piecewiseForward(plan, queries, keys, values, scale).saved;
        return piecewiseBackward(plan, inputs, out!, probabilities, dy, scale);
      },
    );
  }
  return differentiable(
    [q, k, v],
    () => {
      const { value, saved } = piecewiseForward(plan, q, k, v, scale);
      return { value, saved: [q, k, v, ...saved] };
    },
    (dy, [queries, keys, values, out, ...probabilities]) =>
      piecewiseBackward(plan, [queries!, keys!, values!], out!, probabilities, dy, scale),
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
  const weights = tf.softmax(tf.add(scores, fullMask(segments, { causal, window }, k.shape[0]!)));
  return heads(tf.matMul(weights, repeated(v)));
}
