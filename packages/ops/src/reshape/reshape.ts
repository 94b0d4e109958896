import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../gradient/differentiable.js";

/** `tf.reshape`, whose gradient keeps a shape instead of a tensor. */
export function reshape(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  return differentiable(
    [x],
    () => ({ value: tf.reshape(x, [...shape]) }),
    (dy) => [tf.reshape(dy, x.shape)],
  );
}
