import * as tf from "@tensorflow/tfjs-core";
import type { Adapter } from "@vlm/types";
import { differentiable, isTrainable } from "../gradient/differentiable.js";
import { product } from "../matmul/matmul.js";
import type { Weight } from "./weight.js";

export interface LinearOptions {
  /** [out] */
  readonly bias?: tf.Tensor;
  /** a [r, in], b [out, r] */
  readonly adapter?: Adapter<tf.Tensor> | null;
}

/**
 * y = x · Wᵀ + bias + scale · (x · aᵀ) · bᵀ (the last term is LoRA, arXiv 2106.09685). Gradients go to x and to those
 * of W, bias, a and b that are trainable variables.
 *
 * @param x [..., in]
 * @returns [..., out]
 * @throws when the last size of x, the bias or the adapter does not fit the weight
 */
export function linear(x: tf.Tensor, weight: Weight, { bias, adapter = null }: LinearOptions = {}): tf.Tensor {
  check(x, weight, bias, adapter);
  const rows = tf.reshape(x, [-1, weight.inputs]) as tf.Tensor2D;
  const parameters = [weight.value, bias, adapter?.a, adapter?.b];
  const trained = parameters.filter(isTrainable);
  const y = differentiable(
    [rows, ...trained],
    () => forward(rows, weight, bias, adapter),
    (dy, saved) => {
      const wants = (parameter: tf.Tensor | undefined): boolean => isTrainable(parameter);
      const gradients: tf.Tensor[] = [];
      let dx: tf.Tensor = tf.matMul(dy as tf.Tensor2D, weight.value);
      if (adapter) {
        // dz = scale · dy · b is what reaches the middle of the adapter.
        const dz = tf.mul(tf.matMul(dy as tf.Tensor2D, adapter.b as tf.Tensor2D), adapter.scale);
        dx = tf.add(dx, tf.matMul(dz as tf.Tensor2D, adapter.a as tf.Tensor2D));
        if (wants(adapter.a)) gradients.push(product(dz, rows, true));
        if (wants(adapter.b)) gradients.push(tf.mul(product(dy, saved[0]!, true), adapter.scale));
      }
      if (wants(bias)) gradients.unshift(tf.sum(dy, 0));
      if (weight.trainable) gradients.unshift(product(dy, rows, true));
      return [dx, ...gradients];
    },
  );
  return tf.reshape(y, [...x.shape.slice(0, -1), weight.outputs]);
}

/** `linear` from plain tfjs operators. */
export function composedLinear(x: tf.Tensor, weight: tf.Tensor, { bias, adapter }: LinearOptions = {}): tf.Tensor {
  const flat = tf.reshape(x, [-1, weight.shape[1]!]);
  let y: tf.Tensor = tf.matMul(flat, weight, false, true);
  if (bias) y = tf.add(y, bias);
  if (adapter) {
    const z = tf.matMul(flat, adapter.a, false, true);
    y = tf.add(y, tf.mul(tf.matMul(z, adapter.b, false, true), adapter.scale));
  }
  return tf.reshape(y, [...x.shape.slice(0, -1), weight.shape[0]!]);
}

function forward(
  rows: tf.Tensor2D,
  weight: Weight,
  bias: tf.Tensor | undefined,
  adapter: Adapter<tf.Tensor> | null,
): { value: tf.Tensor; saved: tf.Tensor[] } {
  const b = weight.transposed();
  const base = bias ? tf.fused.matMul({ a: rows, b, bias }) : tf.matMul(rows, b);
  if (!adapter) return { value: base, saved: [] };
  const z = tf.matMul(rows, tf.transpose(adapter.a) as tf.Tensor2D) as tf.Tensor2D;
  const up = tf.mul(tf.transpose(adapter.b), adapter.scale) as tf.Tensor2D;
  return { value: tf.add(base, tf.matMul(z, up)), saved: [z] };
}

function check(
  x: tf.Tensor,
  weight: Weight,
  bias: tf.Tensor | undefined,
  adapter: Adapter<tf.Tensor> | null | undefined,
): void {
  const { inputs, outputs } = weight;
  if (x.shape.at(-1) !== inputs) {
    throw new Error(
      `ops.linear: x has shape [${x.shape}]; expected [..., ${inputs}] for a weight of [${outputs},${inputs}]. Check the layer that made x.`,
    );
  }
  if (bias && (bias.rank !== 1 || bias.shape[0] !== outputs)) {
    throw new Error(`ops.linear: bias has shape [${bias.shape}]; expected [${outputs}]. Use the bias of this layer.`);
  }
  if (!adapter) return;
  const { a, b } = adapter;
  const fits =
    a.rank === 2 && b.rank === 2 && a.shape[1] === inputs && b.shape[0] === outputs && a.shape[0] === b.shape[1];
  if (!fits) {
    throw new Error(
      `ops.linear: adapter has a [${a.shape}] and b [${b.shape}]; expected a [r,${inputs}] and b [${outputs},r]. Use an adapter made for this layer.`,
    );
  }
}
