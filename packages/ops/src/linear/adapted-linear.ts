import * as tf from "@tensorflow/tfjs-core";
import type { Adapter } from "@vlm/types";
import { matmul } from "../matmul/matmul.js";
import { type LinearOptions, linear } from "./linear.js";
import type { LinearWeight } from "./linear-weight.js";

/**
 * `linear`, with what an adapter may have besides its two matrices. With x̃ = dropout(x) and z(x) = scale · (x · aᵀ) · bᵀ:
 * y = x · Wᵀ + bias + z(x̃); with a gain, y = x · Wᵀ + bias + gain ∘ (x̃ · Wᵀ + z(x̃)) − x̃ · Wᵀ, where all but the gain's
 * term cancels without dropout (DoRA, arXiv 2402.09353; equal to PEFT's).
 *
 * @param x [..., in]
 * @returns [..., out]
 * @throws when the last size of x, the bias or the adapter does not fit the weight
 */
export function adaptedLinear(x: tf.Tensor, weight: LinearWeight, options: LinearOptions = {}): tf.Tensor {
  const { bias, adapter } = options;
  const seen = adapter?.dropout?.(x) ?? x;
  const gain = adapter?.gain;
  if (!adapter || (!gain && seen === x)) return linear(x, weight, options);
  if (gain && seen === x) {
    const y = tf.mul(linear(x, weight, { adapter }), gain());
    return bias ? tf.add(y, bias) : y;
  }
  const base = linear(x, weight, bias ? { bias } : {});
  if (!gain) return tf.add(base, lowRank(seen, adapter, base.shape));
  const adapted = tf.mul(linear(seen, weight, { adapter }), gain());
  return tf.add(base, tf.sub(adapted, linear(seen, weight)));
}

function lowRank(x: tf.Tensor, { a, b, scale }: Adapter<tf.Tensor>, shape: readonly number[]): tf.Tensor {
  const rows = tf.reshape(x, [-1, a.shape[1]!]);
  const up = matmul(matmul(rows, a, { transposeB: true }), b, { transposeB: true });
  return tf.reshape(tf.mul(up, scale), [...shape]);
}
