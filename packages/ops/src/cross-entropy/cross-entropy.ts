import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel, runKernels } from "../backend/kernel.js";
import { differentiable } from "../gradient/differentiable.js";

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
  const outside = labels.findIndex((label) => label < 0 || label >= classes);
  if (outside >= 0) {
    throw new Error(
      `ops.crossEntropy: label ${labels[outside]} in row ${outside}; expected 0 to ${classes - 1} for logits [${logits.shape}]. Drop rows without a label first.`,
    );
  }
  return differentiable(
    [logits],
    () => {
      if (hasKernel("CrossEntropy")) {
        const [losses, logSum] = runKernels("CrossEntropy", { logits }, { labels });
        return { value: tf.sum(losses!), saved: [logSum!] };
      }
      // log Σ exp(z) = max(z) − log(max(softmax(z))): no exponential over the whole matrix.
      const probabilities = tf.softmax(logits);
      const normalizer = tf.sub(tf.max(logits, -1), tf.log(tf.max(probabilities, -1)));
      const oneHot = oneHotRows(labels, classes);
      const target = tf.sum(tf.mul(logits, oneHot), -1);
      return { value: tf.sum(tf.sub(normalizer, target)), saved: [probabilities, oneHot] };
    },
    (dy, [logits], saved) => {
      if (hasKernel("CrossEntropyBackward")) {
        const inputs = { logits: logits!, logSum: saved[0]! };
        return [tf.mul(runKernel("CrossEntropyBackward", inputs, { labels, scale: 1 }), dy)];
      }
      const [probabilities, oneHot] = saved;
      return [tf.mul(tf.sub(probabilities!, oneHot!), dy)];
    },
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

/** The stock one-hot of the wasm backend writes integers under a float label. */
function oneHotRows(labels: Int32Array, classes: number): tf.Tensor2D {
  const values = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    values[row * classes + label] = 1;
  });
  return tf.tensor2d(values, [labels.length, classes]);
}
