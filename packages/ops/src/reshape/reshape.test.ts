import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { reshape } from "./reshape.js";

onEachBackend("reshape", () => {
  it("equals tf.reshape, with an extent left open too", () => {
    expectAgreement(
      (x) => reshape(x!, [2, -1]),
      (x) => tf.reshape(x!, [2, 6]),
      [[4, 3]],
    );
    expect(() => reshape(tf.zeros([4, 3]), [5, 2])).toThrow("Size(12) must match the product of shape 5,2");
  });

  it("keeps no tensor for its gradient", () => {
    const x = tf.variable(tf.ones([4, 3]));
    tf.variableGrads(() => {
      const before = tf.memory().numTensors;
      const y = tf.tidy(() => reshape(x, [3, 4]));
      expect(tf.memory().numTensors).toBe(before + 1);
      return tf.sum(y);
    });
  });
});
