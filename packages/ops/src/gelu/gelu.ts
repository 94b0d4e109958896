import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "../backend/kernel.js";
import { differentiable } from "../gradient/differentiable.js";
import { remade } from "../gradient/remade.js";
import { CUBIC, GELU_FORMS, type GeluName, SQRT_2_OVER_PI } from "./forms.js";

export interface GeluOptions {
  readonly approximate?: GeluName;
}

/**
 * y = x · Φ(x), Φ the normal distribution function (arXiv 1606.08415); with `"tanh"`,
 * y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * @throws on an unknown form
 */
export function gelu(x: tf.Tensor, { approximate = "none" }: GeluOptions = {}): tf.Tensor {
  if (!GELU_FORMS[approximate]) {
    throw new Error(
      `ops.gelu: unknown form ${JSON.stringify(approximate)}; expected "none" or "tanh". Pass one of these.`,
    );
  }
  return remade([x], ([x]) => curved(x!, approximate));
}

function curved(x: tf.Tensor, approximate: GeluName): tf.Tensor {
  const form = GELU_FORMS[approximate];
  return differentiable(
    [x],
    () => {
      if (hasKernel("Gelu")) return { value: runKernel("Gelu", { x }, { approximate }), saved: [x] };
      const share = form.share(x);
      return { value: tf.mul(x, share), saved: [x, share] };
    },
    (dy, [input, share]) => {
      if (hasKernel("GeluBackward")) return [runKernel("GeluBackward", { dy, x: input! }, { approximate })];
      return [tf.mul(dy, form.slope(input!, share!))];
    },
  );
}

/** `gelu` from plain tfjs operators. */
export function composedGelu(x: tf.Tensor, { approximate = "none" }: GeluOptions = {}): tf.Tensor {
  if (approximate === "none") return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));
  const inner = tf.mul(SQRT_2_OVER_PI, tf.add(x, tf.mul(CUBIC, tf.mul(x, tf.square(x)))));
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(inner)));
}
