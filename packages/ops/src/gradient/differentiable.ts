import * as tf from "@tensorflow/tfjs-core";
import { lasting } from "./remade.js";
import { isRecording } from "./tape.js";

export interface Evaluation {
  readonly value: tf.Tensor;
  /** All that `backward` reads, of the inputs too; kept only while a gradient is being taken. */
  readonly saved?: readonly tf.Tensor[];
}

/**
 * An operator with a gradient written by hand: `forward` and `backward` run off the tape, and what they make besides
 * their results is disposed.
 *
 * @param backward the gradient of every input, in the order and with the shapes of `inputs`; it must use the tensors
 *   that it is given, since a caller's `tidy` may have disposed the others by then
 */
export function differentiable(
  inputs: readonly tf.Tensor[],
  forward: () => Evaluation,
  backward: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => readonly tf.Tensor[],
): tf.Tensor {
  if (!isRecording()) return tf.tidy(() => forward().value);
  const operator = tf.customGrad((...values: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = values.at(-1) as tf.GradSaveFunc;
    const { value, saved = [] } = forward();
    const { tensors, restore } = lasting(saved);
    save(tensors);
    const gradFunc = (dy: tf.Tensor, kept: tf.Tensor[]): tf.Tensor[] => tf.tidy(() => [...backward(dy, restore(kept))]);
    return { value, gradFunc };
  });
  return operator(...inputs);
}

/** Whether an operator should make a gradient for this parameter: a frozen one is a plain tensor. */
export function isTrainable(parameter: tf.Tensor | undefined): parameter is tf.Variable {
  return parameter instanceof tf.Variable && parameter.trainable;
}
