import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { composedResidual, residual } from "./residual.js";

onEachBackend("residual", () => {
  it("equals the composed form, of one tensor twice too", () => {
    const shapes = [
      [3, 5],
      [3, 5],
    ];
    expectAgreement(
      (x, y) => residual(x!, y!),
      (x, y) => composedResidual(x!, y!),
      shapes,
    );
    expectAgreement(
      (x) => residual(x!, tf.square(x!)),
      (x) => composedResidual(x!, tf.square(x!)),
      [[4]],
    );
    expectAgreement(
      (x) => residual(x!, x!),
      (x) => composedResidual(x!, x!),
      [[4]],
    );
  });

  it("refuses shapes that tf.add would stretch", () => {
    expect(() => residual(tf.zeros([2, 3]), tf.zeros([3]))).toThrow(
      "ops.residual: x [2,3] and change [3] differ; expected equal shapes. Check the block between them.",
    );
  });

  it("keeps no tensor for its gradient", () => {
    const x = tf.variable(tf.ones([4, 3]));
    const change = tf.ones([4, 3]);
    tf.variableGrads(() => {
      const before = tf.memory().numTensors;
      const y = tf.tidy(() => residual(x, change));
      expect(tf.memory().numTensors).toBe(before + 1);
      return tf.sum(y);
    });
  });
});
