import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernels } from "../backend/kernel.js";
import { differentiable, isTrainable } from "../gradient/differentiable.js";

export interface RmsNormOptions {
  /** Added to the weight: 1 in Gemma, whose checkpoints store how far from 1 a weight is. */
  readonly offset?: number;
}

/**
 * y = (weight + offset) · x / √(mean(x²) + epsilon) over the last dimension (arXiv 1910.07467). Gradients go to x and to the
 * weight if it is a trainable variable.
 *
 * @param x [..., D]
 * @param weight [D]
 * @throws when the weight does not fit x
 */
export function rmsNorm(
  x: tf.Tensor,
  weight: tf.Tensor,
  epsilon: number,
  { offset = 0 }: RmsNormOptions = {},
): tf.Tensor {
  if (weight.rank !== 1 || weight.shape[0] !== x.shape.at(-1)) {
    throw new Error(
      `ops.rmsNorm: weight has shape [${weight.shape}] for x [${x.shape}]; expected [${x.shape.at(-1)}]. Use the weight of this layer.`,
    );
  }
  const trained = isTrainable(weight);
  const factors = (): tf.Tensor => (offset === 0 ? weight : tf.add(weight, offset));
  return differentiable(
    trained ? [x, weight] : [x],
    () => {
      if (hasKernel("RmsNorm")) {
        const [value, inverse] = runKernels("RmsNorm", { x, weight }, { epsilon, offset });
        return { value: value!, saved: [x, inverse!] };
      }
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
      return { value: tf.mul(tf.mul(x, inverse), factors()), saved: [x, inverse] };
    },
    (dy, [input, inverse]) => {
      if (hasKernel("RmsNormBackward")) {
        const inputs = { dy, x: input!, weight, inverse: inverse! };
        return runKernels("RmsNormBackward", inputs, { offset, trained });
      }
      // dx = r (g − x r² mean(g x)), with g = dy · (weight + offset) and r the inverse root.
      const g = tf.mul(dy, factors());
      const along = tf.mul(tf.mean(tf.mul(g, input!), -1, true), tf.square(inverse!));
      const dx = tf.mul(tf.sub(g, tf.mul(input!, along)), inverse!);
      return trained ? [dx, sumRows(tf.mul(dy, tf.mul(input!, inverse!)))] : [dx];
    },
  );
}

/** `rmsNorm` from plain tfjs operators. */
export function composedRmsNorm(
  x: tf.Tensor,
  weight: tf.Tensor,
  epsilon: number,
  { offset = 0 }: RmsNormOptions = {},
): tf.Tensor {
  const normal = tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon)));
  return tf.mul(normal, tf.add(weight, offset));
}

function sumRows(x: tf.Tensor): tf.Tensor {
  return tf.sum(tf.reshape(x, [-1, x.shape.at(-1)!]), 0);
}
