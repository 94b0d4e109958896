import * as tf from "@tensorflow/tfjs-core";
import { matmul } from "@vlm/ops";
import type { Model } from "@vlm/types";
import type { LoraAdapter } from "./adapter.js";
import { parameterNames } from "./names.js";

/**
 * Adds scale · B · A to the weight of every adapted layer and disposes the adapter: the model's outputs stay, up to
 * rounding, and a forward pass costs what the bare model's does. A quantized layer is quantized anew.
 *
 * @throws Error when the adapter stands on another model or is disposed.
 */
export function merge(model: Model<tf.Tensor>, adapter: LoraAdapter): void {
  const linears = new Map(model.linears.map((linear) => [linear.path, linear]));
  const merged = adapter.targets.map((path) => {
    const linear = linears.get(path);
    const { a, b, scale } = linear?.adapter ?? {};
    if (!linear || !a || !b || scale === undefined || adapter.parameters.get(parameterNames(path).a) !== a) {
      throw new Error(
        `lora.merge: the adapter does not stand on ${path}; expected it on every layer of this model that it adapts. Pass the model it was attached to, with the adapter enabled.`,
      );
    }
    return { linear, a, b, scale };
  });
  for (const { linear, a, b, scale } of merged) {
    const dense = linear.dense();
    const sum = tf.tidy(() => tf.add(dense, tf.mul(matmul(b, a), scale)));
    dense.dispose();
    linear.replace(sum);
  }
  adapter.dispose();
}
