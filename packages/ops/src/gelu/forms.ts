import * as tf from "@tensorflow/tfjs-core";

/** PyTorch's names: `"none"` is the exact form with erf, `"tanh"` its approximation. */
export type GeluName = "none" | "tanh";

/** GELU as x · share(x). */
export interface GeluForm {
  share(x: tf.Tensor): tf.Tensor;
  /** The derivative of x · share(x), given the share. */
  slope(x: tf.Tensor, share: tf.Tensor): tf.Tensor;
}

export const SQRT_2_OVER_PI: number = Math.sqrt(2 / Math.PI);
export const CUBIC = 0.044715;

const TANH_LINEAR = 2 * SQRT_2_OVER_PI;
const TANH_CUBIC = TANH_LINEAR * CUBIC;

export const GELU_FORMS: Readonly<Record<GeluName, GeluForm>> = {
  none: {
    share: (x) => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5),
    slope(x, share) {
      // exp(u) = σ(u) / (1 − σ(u)), exact enough for u ≤ 0 and much faster than exp on the wasm backend.
      const sigmoid = tf.sigmoid(tf.mul(tf.square(x), -0.5));
      const density = tf.mul(tf.div(sigmoid, tf.sub(1, sigmoid)), 1 / Math.sqrt(2 * Math.PI));
      return tf.add(share, tf.mul(x, density));
    },
  },
  // (1 + tanh u) / 2 = σ(2u), and the sigmoid is twenty times faster than tanh on the wasm backend.
  tanh: {
    share: (x) => tf.sigmoid(tf.mul(x, tf.add(tf.mul(tf.square(x), TANH_CUBIC), TANH_LINEAR))),
    slope(x, share) {
      const inner = tf.mul(x, tf.add(tf.mul(tf.square(x), 3 * TANH_CUBIC), TANH_LINEAR));
      return tf.mul(share, tf.add(1, tf.mul(inner, tf.sub(1, share))));
    },
  },
};
