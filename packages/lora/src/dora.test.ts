import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { beforeAll, expect, test } from "vitest";
import type { LoraAdapter } from "./adapter.js";
import { attach } from "./attach.js";
import { merge } from "./merge.js";
import { apply, stack } from "./stack.test.model.js";

const NAME = "base_model.model.up.lora_magnitude_vector";

beforeAll(async () => {
  await useBackend("cpu");
});

function model(): ReturnType<typeof stack> {
  const weights = new Map([["up", tf.randomNormal([5, 3], 0, 1, "float32", 1)]]);
  return stack([["up", 3, 5]], { weights, tensors: new Map([["up.bias", tf.range(0, 5)]]) });
}

function dora(layers: ReturnType<typeof stack>): LoraAdapter {
  return attach(layers, { r: 2, loraAlpha: 3, targetModules: ["up"], useDora: true, initLoraWeights: false });
}

test("begins at the lengths of the adapted rows, so that outputs are those of plain LoRA", () => {
  const layers = model();
  const x = tf.randomNormal([4, 3], 0, 1, "float32", 2);
  const config = { r: 2, loraAlpha: 3, targetModules: ["up"], initLoraWeights: false };
  const plain = attach(layers, config);
  const expected = apply(layers, "up", x).dataSync();
  plain.dispose();
  const adapter = dora(layers);
  expect(adapter.parameters.get(NAME)!.shape).toEqual([5]);
  expect(adapter.parameterCount).toBe(2 * 3 + 5 * 2 + 5);
  for (const [i, y] of apply(layers, "up", x).dataSync().entries()) expect(y).toBeCloseTo(expected[i]!, 5);
});

test("a gradient reaches magnitudes and matrices, the lengths held constant", () => {
  const layers = model();
  const adapter = dora(layers);
  const x = tf.randomNormal([4, 3], 0, 1, "float32", 2);
  const [a, b, magnitude] = [...adapter.parameters.values()] as [tf.Variable, tf.Variable, tf.Variable];
  tf.tidy(() => magnitude.assign(tf.mul(magnitude, 1.3) as tf.Tensor1D));
  const lengths = tf.tidy(() => tf.div(magnitude, 1.3));
  // With the lengths as a constant of their own, TensorFlow.js takes the gradient by itself.
  const formula = (): tf.Scalar =>
    tf.tidy(() => {
      const up = tf.matMul(tf.matMul(x, a as tf.Tensor2D, false, true), b as tf.Tensor2D, false, true);
      const whole = tf.add(tf.matMul(x, layers.linears[0]!.dense() as tf.Tensor2D, false, true), tf.mul(up, 1.5));
      return tf.sum(tf.square(tf.add(tf.mul(whole, tf.div(magnitude, lengths)), tf.range(0, 5))));
    });
  const expected = tf.variableGrads(formula, [a, b, magnitude]).grads;
  const found = tf.variableGrads(() => tf.sum(tf.square(apply(layers, "up", x))) as tf.Scalar, [a, b, magnitude]).grads;
  for (const { name } of [a, b, magnitude]) {
    const [ours, theirs] = [found[name]!.dataSync(), expected[name]!.dataSync()];
    for (const [i, value] of ours.entries()) expect(value).toBeCloseTo(theirs[i]!, 3);
  }
});

test("merging keeps the outputs; a frozen adapter measures its lengths once; nothing is left", () => {
  const before = tf.memory().numTensors;
  const layers = model();
  const adapter = dora(layers);
  for (const parameter of adapter.parameters.values()) parameter.trainable = false;
  tf.tidy(() => adapter.parameters.get(NAME)!.assign(tf.range(1, 6)));
  const outputs = (): number[] => [...tf.tidy(() => apply(layers, "up", tf.ones([2, 3])).dataSync())];
  const adapted = outputs();
  const kept = tf.memory().numTensors;
  expect(outputs()).toEqual(adapted);
  expect(tf.memory().numTensors).toBe(kept);
  expect(merge(layers, adapter)).toEqual({ warnings: [] });
  for (const [i, y] of outputs().entries()) expect(y).toBeCloseTo(adapted[i]!, 5);
  layers.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
