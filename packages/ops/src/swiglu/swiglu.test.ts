import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { SIZES } from "../testing/tolerance.js";
import { composedSwiglu, swiglu } from "./swiglu.js";

onEachBackend("swiglu", () => {
  it("equals the composed form", () => {
    for (const size of SIZES) {
      expectAgreement(
        (gate, up) => swiglu(gate!, up!),
        (gate, up) => composedSwiglu(gate!, up!),
        [
          [2, size],
          [2, size],
        ],
      );
    }
  });

  it("stays finite far from zero", () => {
    const out = swiglu(tf.tensor1d([-1000, -30, 0, 30, 1000]), tf.ones([5]));
    expect([...out.dataSync()].map((x) => Math.round(x) + 0)).toEqual([0, 0, 0, 30, 1000]);
  });

  it("refuses different shapes", () => {
    expect(() => swiglu(tf.zeros([2]), tf.zeros([3]))).toThrow(
      "ops.swiglu: gate [2] and up [3] differ; expected equal shapes. Check the two projections.",
    );
  });
});
