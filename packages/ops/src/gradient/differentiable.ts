import * as tf from "@tensorflow/tfjs-core";

export interface Evaluation {
  readonly value: tf.Tensor;
  /** Tensors that `backward` gets back, in order. Kept only while a gradient is being taken. */
  readonly saved?: readonly tf.Tensor[];
}

/**
 * An operator with a gradient written by hand: `forward` and `backward` run off the tape, and what they make besides
 * their results is disposed.
 *
 * @param backward the gradient of every input, in the order and with the shapes of `inputs`
 */
export function differentiable(
  inputs: readonly tf.Tensor[],
  forward: () => Evaluation,
  backward: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => readonly tf.Tensor[],
): tf.Tensor {
  const operator = tf.customGrad((...values: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = values.at(-1) as tf.GradSaveFunc;
    const { value, saved = [] } = forward();
    save([...saved]);
    const gradFunc = (dy: tf.Tensor, kept: tf.Tensor[]): tf.Tensor[] => tf.tidy(() => [...backward(dy, kept)]);
    return { value, gradFunc };
  });
  return operator(...inputs);
}

/** Whether an operator should make a gradient for this parameter: a frozen one is a plain tensor. */
export function isTrainable(parameter: tf.Tensor | undefined): parameter is tf.Variable {
  return parameter instanceof tf.Variable && parameter.trainable;
}
