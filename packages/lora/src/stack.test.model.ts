import * as tf from "@tensorflow/tfjs-core";
import type { Adapter, Linear, Model } from "@vlm/types";

export type Shape = readonly [path: string, inputs: number, outputs: number];

/** A model of nothing but linear layers, for tests; with weights it computes, without it only has shapes. */
export function stack(
  shapes: readonly Shape[],
  { outputPath = "head", weights = new Map() }: { outputPath?: string; weights?: Map<string, tf.Tensor> } = {},
): Model<tf.Tensor> {
  const linears = shapes.map(([path, inputs, outputs]): Linear<tf.Tensor> => {
    return {
      path,
      inputs,
      outputs,
      dense: () => tf.clone(weights.get(path)!),
      replace(weight) {
        weights.get(path)?.dispose();
        weights.set(path, weight);
      },
      adapter: null,
    };
  });
  return { type: "stack", linears, outputPath, dispose: () => tf.dispose([...weights.values()]) };
}

/** y = x · Wᵀ + scale · (x · aᵀ) · bᵀ, from the layer at a path. */
export function apply(model: Model<tf.Tensor>, path: string, x: tf.Tensor): tf.Tensor {
  const linear = model.linears.find((candidate) => candidate.path === path)!;
  const y = tf.matMul(x, linear.dense(), false, true);
  const { a, b, scale } = linear.adapter ?? ({} as Partial<Adapter<tf.Tensor>>);
  if (!a || !b) return y;
  return tf.add(y, tf.mul(tf.matMul(tf.matMul(x, a, false, true), b, false, true), scale!));
}
