import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel, runKernels } from "../backend/kernel.js";
import { GELU_FORMS, type GeluName } from "../gelu/forms.js";
import { composedGelu, type GeluOptions } from "../gelu/gelu.js";
import { differentiable } from "../gradient/differentiable.js";
import { remade } from "../gradient/remade.js";

/**
 * y = gelu(gate) · up (arXiv 2002.05202).
 *
 * @param gate [..., F]
 * @param up [..., F]
 * @throws when the shapes differ, or on an unknown form of GELU
 */
export function geglu(gate: tf.Tensor, up: tf.Tensor, { approximate = "none" }: GeluOptions = {}): tf.Tensor {
  if (!GELU_FORMS[approximate]) {
    throw new Error(
      `ops.geglu: unknown form ${JSON.stringify(approximate)}; expected "none" or "tanh". Pass one of these.`,
    );
  }
  if (gate.shape.join() !== up.shape.join()) {
    throw new Error(
      `ops.geglu: gate [${gate.shape}] and up [${up.shape}] differ; expected equal shapes. Check the two projections.`,
    );
  }
  return remade([gate, up], ([gate, up]) => gated(gate!, up!, approximate));
}

function gated(gate: tf.Tensor, up: tf.Tensor, approximate: GeluName): tf.Tensor {
  const form = GELU_FORMS[approximate];
  return differentiable(
    [gate, up],
    () => {
      if (hasKernel("Geglu")) return { value: runKernel("Geglu", { gate, up }, { approximate }), saved: [gate, up] };
      const share = form.share(gate);
      return { value: tf.mul(tf.mul(gate, share), up), saved: [gate, up, share] };
    },
    (dy, [gate, up, share]) => {
      if (hasKernel("GegluBackward")) return runKernels("GegluBackward", { dy, gate: gate!, up: up! }, { approximate });
      return [tf.mul(tf.mul(dy, up!), form.slope(gate!, share!)), tf.mul(dy, tf.mul(gate!, share!))];
    },
  );
}

/** `geglu` from plain tfjs operators. */
export function composedGeglu(gate: tf.Tensor, up: tf.Tensor, options: GeluOptions = {}): tf.Tensor {
  return tf.mul(composedGelu(gate, options), up);
}
