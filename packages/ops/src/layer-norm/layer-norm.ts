import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernels } from "../backend/kernel.js";
import { differentiable, isTrainable } from "../gradient/differentiable.js";

/**
 * y = weight · (x − mean(x)) / √(var(x) + epsilon) + bias over the last dimension, with the biased variance
 * (arXiv 1607.06450). Gradients go to x and to those of weight and bias that are trainable variables.
 *
 * @param x [..., D]
 * @param weight [D]
 * @param bias [D]
 * @throws when weight or bias does not fit x
 */
export function layerNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor, epsilon: number): tf.Tensor {
  for (const [name, parameter] of Object.entries({ weight, bias })) {
    if (parameter.rank !== 1 || parameter.shape[0] !== x.shape.at(-1)) {
      throw new Error(
        `ops.layerNorm: ${name} has shape [${parameter.shape}] for x [${x.shape}]; expected [${x.shape.at(-1)}]. Use the ${name} of this layer.`,
      );
    }
  }
  const trained = [weight, bias].filter(isTrainable);
  return differentiable(
    [x, ...trained],
    () => {
      if (hasKernel("LayerNorm")) {
        const [value, mean, inverse] = runKernels("LayerNorm", { x, weight, bias }, { epsilon });
        return { value: value!, saved: [x, mean!, inverse!] };
      }
      const centred = tf.sub(x, tf.mean(x, -1, true));
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
      const normal = tf.mul(centred, inverse);
      return { value: tf.add(tf.mul(normal, weight), bias), saved: [normal, inverse] };
    },
    (dy, saved) => {
      if (hasKernel("LayerNormBackward")) {
        const [x, mean, inverse] = saved;
        const inputs = { dy, x: x!, weight, mean: mean!, inverse: inverse! };
        const trains = { weight: isTrainable(weight), bias: isTrainable(bias) };
        return runKernels("LayerNormBackward", inputs, { trains });
      }
      const [normal, inverse] = saved;
      // dx = r (g − mean(g) − n mean(g n)), with g = dy · weight, n the normalised x and r the inverse root.
      const g = tf.mul(dy, weight);
      const along = tf.mul(normal!, tf.mean(tf.mul(g, normal!), -1, true));
      const dx = tf.mul(tf.sub(tf.sub(g, tf.mean(g, -1, true)), along), inverse!);
      const gradients = [dx];
      if (isTrainable(weight)) gradients.push(sumRows(tf.mul(dy, normal!)));
      if (isTrainable(bias)) gradients.push(sumRows(dy));
      return gradients;
    },
  );
}

/** `layerNorm` from plain tfjs operators. */
export function composedLayerNorm(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor, epsilon: number): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, epsilon))), weight), bias);
}

function sumRows(x: tf.Tensor): tf.Tensor {
  return tf.sum(tf.reshape(x, [-1, x.shape.at(-1)!]), 0);
}
