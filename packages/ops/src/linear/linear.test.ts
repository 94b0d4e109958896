import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement, expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { SIZES, TOLERANCE } from "../testing/tolerance.js";
import { composedLinear, linear } from "./linear.js";
import { Weight } from "./weight.js";

onEachBackend("linear", () => {
  it("equals the composed form with weight, bias and adapter trained", () => {
    for (const n of SIZES) {
      // Rank 1 and single columns: a vector and its transpose share data.
      const [inputs, outputs, r] = n === 2 ? [33, 1, 1] : n === 31 ? [1, 33, 1] : [33, 31, n === 32 ? 1 : 2];
      expectAgreement(
        (x, w, bias, a, b) => linear(x!, new Weight(w!), { bias: bias!, adapter: { a: a!, b: b!, scale: 1.5 } }),
        (x, w, bias, a, b) => composedLinear(x!, w!, { bias: bias!, adapter: { a: a!, b: b!, scale: 1.5 } }),
        [[n, inputs], [outputs, inputs], [outputs], [r, inputs], [outputs, r]],
      );
    }
  });

  it("equals the composed form with a frozen weight", () => {
    for (const [inputs, outputs] of [
      [1, 1],
      [2, 127],
      [127, 32],
    ] as const) {
      const frozen = randomTensor([outputs, inputs], 7);
      const weight = new Weight(tf.clone(frozen));
      const shapes = [
        [2, 3, inputs],
        [4, inputs],
        [outputs, 4],
      ];
      linear(tf.zeros([1, inputs]), weight);
      expectAgreement(
        (x, a, b) => linear(x!, weight, { adapter: { a: a!, b: b!, scale: 2 } }),
        (x, a, b) => composedLinear(x!, frozen, { adapter: { a: a!, b: b!, scale: 2 } }),
        shapes,
      );
      expectAgreement(
        (x) => linear(x!, weight),
        (x) => composedLinear(x!, frozen),
        [[5, inputs]],
      );
      weight.dispose();
    }
  });

  it("gives no gradient to a frozen adapter and follows a variable that changes", () => {
    const x = tf.variable(randomTensor([3, 4], 1));
    const w = tf.variable(randomTensor([5, 4], 2));
    const adapter = { a: randomTensor([2, 4], 3), b: randomTensor([5, 2], 4), scale: 1 };
    const weight = new Weight(w);
    const { grads } = tf.variableGrads(() => tf.sum(linear(x, weight, { adapter })), [x, w]);
    expect(Object.keys(grads)).toEqual([x.name, w.name]);
    w.assign(tf.mul(w, 2));
    expectClose(linear(x, weight), composedLinear(x, w), TOLERANCE.float32.value);
  });

  it("gives each matrix of an adapter the same gradient whether the other one is trained or not", () => {
    const x = randomTensor([3, 4], 1);
    const weight = new Weight(randomTensor([5, 4], 2));
    const [a, b] = [tf.variable(randomTensor([2, 4], 3)), tf.variable(randomTensor([5, 2], 4))];
    const slope = (parts: { readonly a: tf.Tensor; readonly b: tf.Tensor }, of: tf.Variable): tf.Tensor =>
      tf.variableGrads(() => tf.sum(tf.square(linear(x, weight, { adapter: { ...parts, scale: 2 } }))), [of]).grads[
        of.name
      ]!;
    expectClose(slope({ a, b: tf.clone(b) }, a), slope({ a, b }, a), 0);
    expectClose(slope({ a: tf.clone(a), b }, b), slope({ a, b }, b), 0);
    weight.dispose();
  });

  it("keeps nothing for a gradient that goes through a frozen weight alone", () => {
    const x = tf.variable(randomTensor([3, 4], 1));
    const weight = new Weight(randomTensor([5, 4], 2));
    tf.dispose(linear(x, weight));
    tf.variableGrads(() => {
      const before = tf.memory().numTensors;
      const y = tf.tidy(() => linear(x, weight));
      expect(tf.memory().numTensors).toBe(before + 1);
      return tf.sum(y);
    });
    weight.dispose();
  });

  it("refuses what does not fit", () => {
    const weight = new Weight(tf.zeros([5, 4]));
    expect(() => linear(tf.zeros([2, 3]), weight)).toThrow(
      "ops.linear: x has shape [2,3]; expected [..., 4] for a weight of [5,4]. Check the layer that made x.",
    );
    expect(() => linear(tf.zeros([2, 4]), weight, { bias: tf.zeros([4]) })).toThrow(
      "ops.linear: bias has shape [4]; expected [5]. Use the bias of this layer.",
    );
    const adapter = { a: tf.zeros([2, 4]), b: tf.zeros([2, 5]), scale: 1 };
    expect(() => linear(tf.zeros([2, 4]), weight, { adapter })).toThrow(
      "ops.linear: adapter has a [2,4] and b [2,5]; expected a [r,4] and b [5,r]. Use an adapter made for this layer.",
    );
    expect(() => new Weight(tf.zeros([5]))).toThrow(
      "ops.Weight: value has shape [5]; expected [out, in]. Reshape it to two dimensions.",
    );
  });
});
