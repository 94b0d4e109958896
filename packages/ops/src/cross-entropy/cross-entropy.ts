import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../gradient/differentiable.js";
import { checkLabels, rowLosses, rowSlopes } from "./row-losses.js";

/**
 * −Σ log softmax(logits[i])[labels[i]]: the sum over rows, not their mean, so that gradient accumulation can divide by
 * all tokens of a step. Rows without a label are to be dropped before the head that makes the logits.
 *
 * @param logits [N, V]
 * @param labels N classes, 0 to V−1
 * @returns scalar
 * @throws when the counts differ or a label leaves 0..V−1
 */
export function crossEntropy(logits: tf.Tensor, labels: Int32Array): tf.Scalar {
  const [n, classes] = logits.shape as [number, number];
  if (logits.rank !== 2 || n !== labels.length) {
    throw new Error(
      `ops.crossEntropy: logits [${logits.shape}] for ${labels.length} labels; expected [${labels.length},V]. Take the rows that have a label.`,
    );
  }
  checkLabels("crossEntropy", labels, classes, `logits [${logits.shape}]`);
  return differentiable(
    [logits],
    () => {
      const { sum, saved } = rowLosses(logits as tf.Tensor2D, labels);
      return { value: sum, saved: [logits, ...saved] };
    },
    (dy, [logits, ...saved]) => [tf.mul(rowSlopes(logits as tf.Tensor2D, labels, saved), dy)],
  ) as tf.Scalar;
}

/** `crossEntropy` from plain tfjs operators. */
export function composedCrossEntropy(logits: tf.Tensor, labels: Int32Array): tf.Scalar {
  const classes = logits.shape[1]!;
  const oneHot = tf.cast(tf.oneHot(tf.tensor1d(labels, "int32"), classes), "float32");
  const shifted = tf.sub(logits, tf.max(logits, -1, true));
  const logarithms = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
  return tf.neg(tf.sum(tf.mul(logarithms, oneHot)));
}
