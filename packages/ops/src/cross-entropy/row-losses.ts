import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel, runKernels } from "../backend/kernel.js";

/** The losses of rows of logits, summed, and what their gradient needs besides logits and labels. */
export interface RowLosses {
  readonly sum: tf.Scalar;
  readonly saved: readonly tf.Tensor[];
}

/** −Σ log softmax(logits[i])[labels[i]] for logits [N, V], without a gradient and without checks. */
export function rowLosses(logits: tf.Tensor2D, labels: Int32Array): RowLosses {
  if (hasKernel("CrossEntropy")) {
    const [losses, logSum] = runKernels("CrossEntropy", { logits }, { labels });
    return { sum: tf.sum(losses!), saved: [logSum!] };
  }
  // log Σ exp(z) = max(z) − log(max(softmax(z))): no exponential over the whole matrix.
  const probabilities = tf.softmax(logits);
  const normalizer = tf.sub(tf.max(logits, -1), tf.log(tf.max(probabilities, -1)));
  const oneHot = oneHotRows(labels, logits.shape[1]);
  const target = tf.sum(tf.mul(logits, oneHot), -1);
  return { sum: tf.sum(tf.sub(normalizer, target)), saved: [probabilities, oneHot] };
}

/** The gradient of that sum: softmax(logits) − onehot(labels). */
export function rowSlopes(logits: tf.Tensor2D, labels: Int32Array, saved: readonly tf.Tensor[]): tf.Tensor2D {
  if (hasKernel("CrossEntropyBackward")) {
    return runKernel("CrossEntropyBackward", { logits, logSum: saved[0]! }, { labels }) as tf.Tensor2D;
  }
  const [probabilities, oneHot] = saved;
  return tf.sub(probabilities!, oneHot!);
}

/** @throws when a label leaves 0..V−1, in the name of `operator` */
export function checkLabels(operator: string, labels: Int32Array, classes: number, source: string): void {
  const outside = labels.findIndex((label) => label < 0 || label >= classes);
  if (outside < 0) return;
  throw new Error(
    `ops.${operator}: label ${labels[outside]} in row ${outside}; expected 0 to ${classes - 1} for ${source}. Drop rows without a label first.`,
  );
}

/** The stock one-hot of the wasm backend writes integers under a float label. */
function oneHotRows(labels: Int32Array, classes: number): tf.Tensor2D {
  const values = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    values[row * classes + label] = 1;
  });
  return tf.tensor2d(values, [labels.length, classes]);
}
