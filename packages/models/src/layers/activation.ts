import * as tf from "@tensorflow/tfjs-core";
import { differentiable, gelu } from "@vlm/ops";

type Activation = (x: tf.Tensor) => tf.Tensor;

/** By the names of transformers' `hidden_act`. */
export const ACTIVATIONS: Readonly<Record<ActivationName, Activation>> = {
  gelu: (x) => gelu(x),
  gelu_pytorch_tanh: (x) => gelu(x, { approximate: "tanh" }),
  quick_gelu: quickGelu,
};

export type ActivationName = "gelu" | "gelu_pytorch_tanh" | "quick_gelu";

const SLOPE = 1.702;

/** y = x · σ(1.702 x), the cheap form of GELU (arXiv 1606.08415). */
function quickGelu(x: tf.Tensor): tf.Tensor {
  return differentiable(
    [x],
    () => {
      const sigmoid = tf.sigmoid(tf.mul(x, SLOPE));
      return { value: tf.mul(x, sigmoid), saved: [x, sigmoid] };
    },
    (dy, [input, sigmoid]) => {
      const inner = tf.mul(tf.mul(input!, SLOPE), tf.sub(1, sigmoid!));
      return [tf.mul(dy, tf.mul(sigmoid!, tf.add(1, inner)))];
    },
  );
}
