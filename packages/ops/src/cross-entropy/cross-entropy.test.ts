import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { composedCrossEntropy, crossEntropy } from "./cross-entropy.js";

onEachBackend("crossEntropy", () => {
  it("equals the composed form", () => {
    for (const [n, classes] of [
      [1, 2],
      [31, 33],
      [2, 1000],
    ] as const) {
      const labels = Int32Array.from({ length: n }, (_, i) => (7 * i + 1) % classes);
      expectAgreement(
        (logits) => crossEntropy(logits!, labels),
        (logits) => composedCrossEntropy(logits!, labels),
        [[n, classes]],
      );
    }
  });

  it("stays exact when the label is all but impossible", () => {
    const logits = tf.tensor2d([[0, 200, -100]]);
    expect(crossEntropy(logits, Int32Array.of(2)).dataSync()[0]).toBeCloseTo(300, 3);
  });

  it("refuses labels that do not fit", () => {
    expect(() => crossEntropy(tf.zeros([2, 3]), Int32Array.of(1))).toThrow(
      "ops.crossEntropy: logits [2,3] for 1 labels; expected [1,V]. Take the rows that have a label.",
    );
    expect(() => crossEntropy(tf.zeros([2, 3]), Int32Array.of(1, -100))).toThrow(
      "ops.crossEntropy: label -100 in row 1; expected 0 to 2 for logits [2,3]. Drop rows without a label first.",
    );
  });
});
