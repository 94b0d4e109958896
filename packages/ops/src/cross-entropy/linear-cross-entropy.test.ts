import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { Weight } from "../linear/weight.js";
import { expectAgreement, expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { TOLERANCE } from "../testing/tolerance.js";
import { composedLinearCrossEntropy, linearCrossEntropy } from "./linear-cross-entropy.js";

onEachBackend("linearCrossEntropy", () => {
  const labelsOf = (n: number, classes: number): Int32Array =>
    Int32Array.from({ length: n }, (_, i) => (7 * i) % classes);

  it("equals the composed form with the weight trained, in one piece and row by row", () => {
    for (const logitsAtOnce of [1, 99, 10_000]) {
      const labels = labelsOf(7, 33);
      expectAgreement(
        (hidden, w) => linearCrossEntropy(hidden!, new Weight(w!), labels, { logitsAtOnce }),
        (hidden, w) => composedLinearCrossEntropy(hidden!, w!, labels),
        [
          [7, 5],
          [33, 5],
        ],
      );
    }
  });

  it("equals the composed form with a frozen weight", () => {
    const frozen = randomTensor([1000, 31], 7);
    const weight = new Weight(tf.clone(frozen));
    const labels = labelsOf(32, 1000);
    linearCrossEntropy(tf.zeros([1, 31]), weight, Int32Array.of(1));
    expectAgreement(
      (hidden) => linearCrossEntropy(hidden!, weight, labels, { logitsAtOnce: 5000 }),
      (hidden) => composedLinearCrossEntropy(hidden!, frozen, labels),
      [[32, 31]],
    );
    weight.dispose();
  });

  it("passes on the gradient of what is made of it", () => {
    const weight = new Weight(randomTensor([9, 4], 1));
    const hidden = tf.variable(randomTensor([3, 4], 2));
    const labels = labelsOf(3, 9);
    const gradient = (factor: number): tf.Tensor =>
      tf.variableGrads(() => tf.mul(linearCrossEntropy(hidden, weight, labels), factor) as tf.Scalar).grads[
        hidden.name
      ]!;
    expectClose(gradient(3), tf.mul(gradient(1), 3), TOLERANCE.float32.gradient);
  });

  it("has loss zero without rows", () => {
    const hidden = tf.variable(tf.zeros([0, 4]));
    const weight = tf.variable(tf.ones([5, 4]));
    const { value, grads } = tf.variableGrads(
      () => linearCrossEntropy(hidden, new Weight(weight), new Int32Array(0)),
      [weight],
    );
    expect(value.dataSync()[0]).toBe(0);
    expect([...grads[weight.name]!.dataSync()]).toEqual(Array(20).fill(0));
  });

  it("refuses what does not fit", () => {
    const weight = new Weight(tf.zeros([5, 4]));
    expect(() => linearCrossEntropy(tf.zeros([2, 3]), weight, Int32Array.of(1, 2))).toThrow(
      "ops.linearCrossEntropy: hidden [2,3] for 2 labels; expected [2,4] for a weight of [5,4]. Take the rows that have a label.",
    );
    expect(() => linearCrossEntropy(tf.zeros([2, 4]), weight, Int32Array.of(1, 5))).toThrow(
      "ops.linearCrossEntropy: label 5 in row 1; expected 0 to 4 for a weight of [5,4]. Drop rows without a label first.",
    );
  });
});
