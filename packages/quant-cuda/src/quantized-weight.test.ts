import * as tf from "@tensorflow/tfjs-core";
import { linear, useBackend, Weight } from "@vlm/ops";
import { nativeLevels } from "@vlm/ops/node";
import { describe, expect, it } from "vitest";
import { quantizeFourBit } from "./four-bit.js";
import { QuantizedWeight } from "./quantized-weight.js";

const BACKENDS = [...(["cpu", "wasm"] as const), ...(nativeLevels().length > 0 ? (["vlm-cpu"] as const) : [])];

describe.each(BACKENDS)("QuantizedWeight on %s", (backend) => {
  it.each([
    [1, 33, 1],
    [5, 31, 40],
    [127, 64, 96],
    [3, 1, 40],
    [2, 70, 128],
    [40, 70, 128],
    [9, 600, 1001],
  ])("multiplies %i rows by [%i,%i] as the dense matrix does, forward and backward", async (rows, outputs, inputs) => {
    await useBackend(backend);
    const values = Float32Array.from({ length: outputs * inputs }, (_, i) => Math.sin(i * i));
    const weight = new QuantizedWeight(quantizeFourBit(values, [outputs, inputs]));
    const dense = new Weight(weight.dense());
    const bias = tf.randomNormal([outputs]);
    const x = tf.variable(tf.randomNormal([rows, inputs]));
    const a = tf.variable(tf.randomNormal([2, inputs]));
    const b = tf.variable(tf.randomNormal([outputs, 2]));
    const run = (w: QuantizedWeight | Weight): number[] => {
      const adapter = { a, b, scale: 0.5 };
      const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(linear(x, w, { bias, adapter }))), [x, a, b]);
      const numbers = [value, ...Object.values(grads)].flatMap((tensor) => [...tensor.dataSync()]);
      tf.dispose([value, ...Object.values(grads)]);
      return numbers;
    };
    const expected = run(dense);
    const largest = expected.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
    const { numTensors } = tf.memory();
    const actual = run(weight);
    expect(tf.memory().numTensors).toBe(numTensors);
    actual.forEach((y, i) => {
      expect(Math.abs(y - expected[i]!)).toBeLessThanOrEqual(2e-6 * largest);
    });
    dense.dispose();
    tf.dispose([bias, x, a, b]);
  });
});

it("holds a matrix and nothing else", () => {
  expect(() => new QuantizedWeight(quantizeFourBit(new Float32Array(8), [8]))).toThrow(
    "quant-cuda.QuantizedWeight: packed has shape [8]; expected [out, in]. Quantize a matrix.",
  );
});
