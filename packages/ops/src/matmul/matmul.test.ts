import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { SIZES } from "../testing/tolerance.js";
import { composedMatmul, matmul } from "./matmul.js";

const forms = [false, true].flatMap((transposeA) => [false, true].map((transposeB) => ({ transposeA, transposeB })));

onEachBackend("matmul", () => {
  it.each(forms)("equals the composed form: %o", (options) => {
    for (const m of SIZES) {
      for (const [k, n] of [
        [1, 33],
        [31, 2],
        [32, 127],
      ] as const) {
        const a = options.transposeA ? [k, m] : [m, k];
        const b = options.transposeB ? [n, k] : [k, n];
        expectAgreement(
          (x, y) => matmul(x!, y!, options),
          (x, y) => composedMatmul(x!, y!, options),
          [a, b],
        );
      }
    }
  });

  it.each(forms)("takes batch dimensions: %o", (options) => {
    const a = options.transposeA ? [2, 3, 5, 7] : [2, 3, 7, 5];
    const b = options.transposeB ? [2, 3, 4, 5] : [2, 3, 5, 4];
    expectAgreement(
      (x, y) => matmul(x!, y!, options),
      (x, y) => composedMatmul(x!, y!, options),
      [a, b],
    );
  });

  it("refuses operands that do not fit", () => {
    expect(() => matmul(tf.zeros([2, 3]), tf.zeros([2, 3]))).toThrow(
      "ops.matmul: a [2,3] and b [2,3] do not multiply; expected equal batch dimensions and equal inner sizes. Reshape or transpose one of them.",
    );
    expect(() => matmul(tf.zeros([2, 2, 3]), tf.zeros([3, 3]), { transposeA: true })).toThrow(
      "ops.matmul: a [2,2,3] transposed and b [3,3] do not multiply",
    );
  });
});
