import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { SIZES } from "../testing/tolerance.js";
import { composedGeglu, geglu } from "./geglu.js";

onEachBackend("geglu", () => {
  it.each(["none", "tanh"] as const)("equals the composed form: %s", (approximate) => {
    for (const size of SIZES) {
      expectAgreement(
        (gate, up) => geglu(gate!, up!, { approximate }),
        (gate, up) => composedGeglu(gate!, up!, { approximate }),
        [
          [2, size],
          [2, size],
        ],
      );
    }
  });

  it("stays finite far from zero", () => {
    for (const approximate of ["none", "tanh"] as const) {
      const out = geglu(tf.tensor1d([-1000, -30, 0, 30, 1000]), tf.ones([5]), { approximate });
      expect([...out.dataSync()].map((x) => Math.round(x) + 0)).toEqual([0, 0, 0, 30, 1000]);
    }
  });

  it("refuses different shapes and unknown forms", () => {
    expect(() => geglu(tf.zeros([2]), tf.zeros([3]))).toThrow(
      "ops.geglu: gate [2] and up [3] differ; expected equal shapes. Check the two projections.",
    );
    expect(() => geglu(tf.zeros([2]), tf.zeros([2]), { approximate: "sigmoid" as "tanh" })).toThrow(
      'ops.geglu: unknown form "sigmoid"; expected "none" or "tanh". Pass one of these.',
    );
  });
});
