import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement, expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { SIZES } from "../testing/tolerance.js";
import { composedRmsNorm, rmsNorm } from "./rms-norm.js";

onEachBackend("rmsNorm", () => {
  it("equals the composed form", () => {
    for (const size of SIZES) {
      expectAgreement(
        (x, w) => rmsNorm(x!, w!, 1e-2),
        (x, w) => composedRmsNorm(x!, w!, 1e-2),
        [[3, 2, size], [size]],
      );
    }
  });

  it("adds an offset to the weight", () => {
    expectAgreement(
      (x, w) => rmsNorm(x!, w!, 1e-6, { offset: 1 }),
      (x, w) => composedRmsNorm(x!, w!, 1e-6, { offset: 1 }),
      [[3, 33], [33]],
    );
    const x = randomTensor([2, 8], 1);
    expectClose(rmsNorm(x, tf.zeros([8]), 1e-6, { offset: 1 }), rmsNorm(x, tf.ones([8]), 1e-6), 0);
  });

  it("leaves a frozen weight alone", () => {
    const weight = randomTensor([32], 5);
    expectAgreement(
      (x) => rmsNorm(x!, weight, 1e-6),
      (x) => composedRmsNorm(x!, weight, 1e-6),
      [[33, 32]],
    );
  });

  it("refuses a weight of another size", () => {
    expect(() => rmsNorm(tf.zeros([2, 3]), tf.ones([4]), 1e-6)).toThrow(
      "ops.rmsNorm: weight has shape [4] for x [2,3]; expected [3]. Use the weight of this layer.",
    );
  });
});
