import * as tf from "@tensorflow/tfjs-core";
import type { Adapter } from "@vlm/types";
import { differentiable, isTrainable } from "../gradient/differentiable.js";
import { product, scaledProduct } from "../matmul/matmul.js";
import { multiply } from "../matmul/multiply.js";
import type { LinearWeight } from "./linear-weight.js";

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
export function linear(x: tf.Tensor, weight: LinearWeight, { bias, adapter = null }: LinearOptions = {}): tf.Tensor {
  check(x, weight, bias, adapter);
  const rows = (x.rank === 2 ? x : tf.reshape(x, [-1, weight.inputs])) as tf.Tensor2D;
  const trained = [weight.variable ?? undefined, bias, adapter?.a, adapter?.b].filter(isTrainable);
  const readsRows = weight.variable !== null || isTrainable(adapter?.a);
  const y = differentiable(
    [rows, ...trained],
    () => {
      const { value, middle } = forward(rows, weight, bias, adapter);
      return { value, saved: [...(isTrainable(adapter?.b) ? [middle!] : []), ...(readsRows ? [rows] : [])] };
    },
    (dy, saved) =>
      backward(weight, bias, adapter, dy as tf.Tensor2D, {
        middle: saved[0],
        rows: readsRows ? saved.at(-1) : undefined,
      }),
  );
  return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), weight.outputs]);
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
  weight: LinearWeight,
  bias: tf.Tensor | undefined,
  adapter: Adapter<tf.Tensor> | null,
): { readonly value: tf.Tensor; readonly middle?: tf.Tensor } {
  if (adapter && weight.addsTerms) {
    const narrow = product(rows, adapter.a, false, true);
    return { value: weight.forward(rows, bias, { narrow, wide: adapter.b, scale: adapter.scale }), middle: narrow };
  }
  const base = weight.forward(rows, bias);
  if (!adapter) return { value: base };
  const middle = multiply(rows, tf.transpose(adapter.a) as tf.Tensor2D);
  const up = tf.mul(tf.transpose(adapter.b), adapter.scale) as tf.Tensor2D;
  return { value: tf.add(base, multiply(middle, up)), middle };
}

/** What the forward pass had and gradients of a weight or an adapter read. */
interface Saved {
  readonly rows: tf.Tensor | undefined;
  /** x · aᵀ */
  readonly middle: tf.Tensor | undefined;
}

function backward(
  weight: LinearWeight,
  bias: tf.Tensor | undefined,
  adapter: Adapter<tf.Tensor> | null,
  dy: tf.Tensor2D,
  { rows, middle }: Saved,
): tf.Tensor[] {
  const gradients: tf.Tensor[] = [];
  if (weight.variable) gradients.push(product(dy, rows!, true));
  if (isTrainable(bias)) gradients.push(tf.sum(dy, 0));
  if (!adapter) return [weight.backward(dy), ...gradients];
  const { a, b, scale } = adapter;
  const dMiddle = multiply(dy, b as tf.Tensor2D);
  if (isTrainable(a)) gradients.push(scaledProduct(dMiddle, rows!, scale, { transposeA: true }));
  if (isTrainable(b)) gradients.push(scaledProduct(dy, middle!, scale, { transposeA: true }));
  if (weight.addsTerms) return [weight.backward(dy, { narrow: dMiddle, wide: a, scale }), ...gradients];
  const low = multiply(tf.mul(dMiddle, scale) as tf.Tensor2D, a as tf.Tensor2D);
  return [tf.add(weight.backward(dy), low), ...gradients];
}

function check(
  x: tf.Tensor,
  weight: LinearWeight,
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
