import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../gradient/differentiable.js";

/**
 * x + change, as `tf.add` has it for equal shapes; that one's gradient keeps both tensors, and this one's neither.
 *
 * @throws when the shapes differ
 */
export function residual(x: tf.Tensor, change: tf.Tensor): tf.Tensor {
  if (x.shape.join() !== change.shape.join()) {
    throw new Error(
      `ops.residual: x [${x.shape}] and change [${change.shape}] differ; expected equal shapes. Check the block between them.`,
    );
  }
  return differentiable(
    [x, change],
    () => ({ value: tf.add(x, change) }),
    // Tensors of their own: TensorFlow.js disposes a gradient once it has added another to it.
    (dy) => [tf.clone(dy), tf.clone(dy)],
  );
}

/** `residual` from plain tfjs operators. */
export function composedResidual(x: tf.Tensor, change: tf.Tensor): tf.Tensor {
  return tf.add(x, change);
}
