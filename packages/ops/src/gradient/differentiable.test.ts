import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { attention } from "../attention/attention.js";
import { segmentsOf } from "../attention/segment.js";
import { gelu } from "../gelu/gelu.js";
import { linear } from "../linear/linear.js";
import { Weight } from "../linear/weight.js";
import { rmsNorm } from "../rms-norm/rms-norm.js";
import { rotary } from "../rotary/rotary.js";
import { swiglu } from "../swiglu/swiglu.js";
import { expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { isTrainable } from "./differentiable.js";

onEachBackend("differentiable", () => {
  const block = (x: tf.Tensor, weight: Weight, scale: tf.Tensor): tf.Tensor => {
    const normal = rmsNorm(x, scale, 1e-6);
    const heads = rotary(tf.reshape(linear(normal, weight), [3, 2, 4]), tf.ones([3, 4]), tf.ones([3, 4]));
    const mixed = tf.reshape(attention(heads, heads, heads, segmentsOf([3])), [3, 8]);
    return tf.sum(swiglu(gelu(mixed, { approximate: "tanh" }), gelu(mixed)));
  };

  it("gives the same gradient when the caller tidies intermediate tensors away", () => {
    const x = tf.variable(randomTensor([3, 8], 1));
    const [weight, scale] = [new Weight(randomTensor([8, 8], 2)), tf.ones([8])];
    const plain = tf.variableGrads(() => block(x, weight, scale) as tf.Scalar, [x]).grads[x.name]!;
    const tidied = tf.variableGrads(() => tf.tidy(() => block(x, weight, scale)) as tf.Scalar, [x]).grads[x.name]!;
    expectClose(tidied, plain, 0);
  });

  it("leaks no tensor over 20 steps", () => {
    const x = tf.variable(randomTensor([3, 8], 1));
    const [weight, scale] = [new Weight(randomTensor([8, 8], 2)), tf.ones([8])];
    const step = (): void => {
      const { value, grads } = tf.variableGrads(() => block(x, weight, scale) as tf.Scalar, [x]);
      tf.dispose([value, grads]);
    };
    step();
    const before = tf.memory();
    for (let i = 0; i < 20; i++) step();
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });

  it("counts only variables that are trained as trainable", () => {
    expect(isTrainable(tf.variable(tf.zeros([1])))).toBe(true);
    expect(isTrainable(tf.variable(tf.zeros([1]), false))).toBe(false);
    expect(isTrainable(tf.zeros([1]))).toBe(false);
    expect(isTrainable(undefined)).toBe(false);
  });
});
