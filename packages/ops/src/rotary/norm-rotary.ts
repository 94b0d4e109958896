import type * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernels } from "../backend/kernel.js";
import { differentiable, isTrainable } from "../gradient/differentiable.js";
import { remade } from "../gradient/remade.js";
import { type RmsNormOptions, rmsNorm } from "../rms-norm/rms-norm.js";
import { checkRotary, rotary } from "./rotary.js";

/**
 * `rotary` of `rmsNorm` in one pass: what Qwen3 and Gemma 3 do to the heads of queries and keys. Gradients go to x and to
 * the weight if it is a trainable variable.
 *
 * @param x [N, H, D], D even
 * @param weight [D]
 * @param cos [N, D]
 * @param sin [N, D]
 * @throws when cos, sin or weight does not fit x, or D is odd
 */
export function normRotary(
  x: tf.Tensor,
  weight: tf.Tensor,
  epsilon: number,
  cos: tf.Tensor,
  sin: tf.Tensor,
  { offset = 0 }: RmsNormOptions = {},
): tf.Tensor {
  checkRotary("normRotary", x, cos, sin);
  if (weight.rank !== 1 || weight.shape[0] !== x.shape[2]) {
    throw new Error(
      `ops.normRotary: weight has shape [${weight.shape}] for x [${x.shape}]; expected [${x.shape[2]}]. Use the weight of this layer.`,
    );
  }
  if (!hasKernel("NormRotary")) return composedNormRotary(x, weight, epsilon, cos, sin, { offset });
  return remade([x, weight, cos, sin], ([x, weight, cos, sin]) => joined(x!, weight!, epsilon, cos!, sin!, offset));
}

function joined(
  x: tf.Tensor,
  weight: tf.Tensor,
  epsilon: number,
  cos: tf.Tensor,
  sin: tf.Tensor,
  offset: number,
): tf.Tensor {
  const trained = isTrainable(weight);
  return differentiable(
    trained ? [x, weight] : [x],
    () => {
      const [value, inverse] = runKernels("NormRotary", { x, weight, cos, sin }, { epsilon, offset });
      return { value: value!, saved: [x, weight, inverse!, cos, sin] };
    },
    (dy, [input, factors, inverse, c, s]) => {
      const tensors = { dy, x: input!, weight: factors!, inverse: inverse!, cos: c!, sin: s! };
      return runKernels("NormRotaryBackward", tensors, { offset, trained });
    },
  );
}

/** `normRotary` from the two operators that it joins. */
export function composedNormRotary(
  x: tf.Tensor,
  weight: tf.Tensor,
  epsilon: number,
  cos: tf.Tensor,
  sin: tf.Tensor,
  options: RmsNormOptions = {},
): tf.Tensor {
  return rotary(rmsNorm(x, weight, epsilon, options), cos, sin);
}
