import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../gradient/differentiable.js";
import type { LinearWeight } from "../linear/linear-weight.js";
import { product } from "../matmul/matmul.js";
import { copyRows } from "../rows/rows.js";
import { checkLabels, rowLosses, rowSlopes } from "./row-losses.js";

export interface LinearCrossEntropyOptions {
  /** The most logits that are held at once; a row is never split. */
  readonly logitsAtOnce?: number;
}

/** 64 MiB: few enough to hold, and enough rows of any vocabulary for its matrix to be read once for each. */
const LOGITS_AT_ONCE = 2 ** 24;

/**
 * −Σ log softmax(hidden · Wᵀ)[labels]: `crossEntropy` behind the head that makes its logits, of which it never holds more
 * than some rows. While a gradient is being taken, those of hidden and of a trained W are made in the same pass, since
 * they need but a factor later (as in Liger Kernel, arXiv 2410.10989).
 *
 * @param hidden [N, D]
 * @param weight [V, D]
 * @param labels N classes, 0 to V−1
 * @returns scalar
 * @throws when hidden does not fit the weight, the counts differ or a label leaves 0..V−1
 */
export function linearCrossEntropy(
  hidden: tf.Tensor,
  weight: LinearWeight,
  labels: Int32Array,
  { logitsAtOnce = LOGITS_AT_ONCE }: LinearCrossEntropyOptions = {},
): tf.Scalar {
  const { inputs, outputs, variable } = weight;
  if (hidden.rank !== 2 || hidden.shape[0] !== labels.length || hidden.shape[1] !== inputs) {
    throw new Error(
      `ops.linearCrossEntropy: hidden [${hidden.shape}] for ${labels.length} labels; expected [${labels.length},${inputs}] for a weight of [${outputs},${inputs}]. Take the rows that have a label.`,
    );
  }
  checkLabels("linearCrossEntropy", labels, outputs, `a weight of [${outputs},${inputs}]`);
  const rows = Math.max(1, Math.floor(logitsAtOnce / outputs));
  return differentiable(
    variable ? [hidden, variable] : [hidden],
    () => {
      const slopes = tf.engine().state.gradientDepth > 0;
      let total: Pass = { loss: tf.scalar(0), dHidden: [], dWeight: null };
      for (let start = 0; start < labels.length; start += rows) {
        const some = labels.subarray(start, start + rows);
        total = passOver(
          total,
          copyRows(hidden, Int32Array.of(start, some.length)) as tf.Tensor2D,
          weight,
          some,
          slopes,
        );
      }
      if (!slopes) return { value: total.loss };
      const dHidden = total.dHidden.length > 0 ? tf.concat(total.dHidden, 0) : tf.zerosLike(hidden);
      const dWeight = variable ? [total.dWeight ?? tf.zerosLike(variable)] : [];
      return { value: total.loss, saved: [dHidden, ...dWeight] };
    },
    (dy, slopes) => slopes.map((slope) => tf.mul(slope, dy)),
  ) as tf.Scalar;
}

interface Pass {
  readonly loss: tf.Scalar;
  readonly dHidden: tf.Tensor2D[];
  readonly dWeight: tf.Tensor | null;
}

/** Adds the loss and, if asked, the gradients of some rows. */
function passOver(
  { loss, dHidden, dWeight }: Pass,
  x: tf.Tensor2D,
  weight: LinearWeight,
  labels: Int32Array,
  slopes: boolean,
): Pass {
  const made = tf.tidy(() => {
    const logits = weight.forward(x);
    const { sum, saved } = rowLosses(logits, labels);
    const next = tf.add(loss, sum) as tf.Scalar;
    if (!slopes) return [next];
    const slope = rowSlopes(logits, labels, saved);
    const toHidden = weight.backward(slope);
    if (!weight.variable) return [next, toHidden];
    const toWeight = product(slope, x, true);
    return [next, toHidden, dWeight ? tf.add(dWeight, toWeight) : toWeight];
  });
  tf.dispose([loss, x, ...(dWeight ? [dWeight] : [])]);
  const [next, toHidden, toWeight] = made as [tf.Scalar, tf.Tensor2D?, tf.Tensor?];
  return { loss: next, dHidden: toHidden ? [...dHidden, toHidden] : dHidden, dWeight: toWeight ?? null };
}

/** `linearCrossEntropy` from plain tfjs operators, for a dense weight. */
export function composedLinearCrossEntropy(hidden: tf.Tensor, weight: tf.Tensor, labels: Int32Array): tf.Scalar {
  const logits = tf.matMul(hidden as tf.Tensor2D, weight as tf.Tensor2D, false, true);
  return tf.neg(
    tf.sum(
      tf.mul(tf.logSoftmax(logits), tf.cast(tf.oneHot(tf.tensor1d(labels, "int32"), weight.shape[0]!), "float32")),
    ),
  );
}
