import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel, runKernels } from "../backend/kernel.js";
import { differentiable } from "../gradient/differentiable.js";
import { remade } from "../gradient/remade.js";

/**
 * y = gate · σ(gate) · up (arXiv 2002.05202).
 *
 * @param gate [..., F]
 * @param up [..., F]
 * @throws when the shapes differ
 */
export function swiglu(gate: tf.Tensor, up: tf.Tensor): tf.Tensor {
  if (gate.shape.join() !== up.shape.join()) {
    throw new Error(
      `ops.swiglu: gate [${gate.shape}] and up [${up.shape}] differ; expected equal shapes. Check the two projections.`,
    );
  }
  return remade([gate, up], ([gate, up]) => gated(gate!, up!));
}

function gated(gate: tf.Tensor, up: tf.Tensor): tf.Tensor {
  return differentiable(
    [gate, up],
    () => {
      if (hasKernel("Swiglu")) return { value: runKernel("Swiglu", { gate, up }), saved: [gate, up] };
      const sigmoid = tf.sigmoid(gate);
      const silu = tf.mul(gate, sigmoid);
      return { value: tf.mul(silu, up), saved: [gate, up, sigmoid, silu] };
    },
    (dy, [gate, up, sigmoid, silu]) => {
      if (hasKernel("SwigluBackward")) return runKernels("SwigluBackward", { dy, gate: gate!, up: up! });
      // silu'(g) = σ + silu (1 − σ) = silu + σ (1 − silu)
      const slope = tf.add(silu!, tf.mul(sigmoid!, tf.sub(1, silu!)));
      return [tf.mul(tf.mul(dy, up!), slope), tf.mul(dy, silu!)];
    },
  );
}

/** `swiglu` from plain tfjs operators. */
export function composedSwiglu(gate: tf.Tensor, up: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(gate, tf.sigmoid(gate)), up);
}
