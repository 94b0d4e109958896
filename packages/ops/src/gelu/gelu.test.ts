import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { SIZES } from "../testing/tolerance.js";
import { composedGelu, type GeluOptions, gelu } from "./gelu.js";

onEachBackend("gelu", () => {
  it.each(["none", "tanh"] as const)("equals the composed form: %s", (approximate) => {
    for (const size of SIZES) {
      expectAgreement(
        (x) => gelu(x!, { approximate }),
        (x) => composedGelu(x!, { approximate }),
        [[2, size]],
      );
    }
  });

  it("tells the two forms apart", () => {
    // torch 2.13: gelu(tensor([-2., -0.5, 1., 3.])) and approximate="tanh"
    const x = tf.tensor1d([-2, -0.5, 1, 3]);
    const [exact, tanh] = [gelu(x).dataSync(), gelu(x, { approximate: "tanh" }).dataSync()];
    [-0.0455003, -0.1542688, 0.8413447, 2.9959502].forEach((value, i) => {
      expect(exact[i]).toBeCloseTo(value, 5);
    });
    [-0.0454023, -0.154286, 0.841192, 2.9963627].forEach((value, i) => {
      expect(tanh[i]).toBeCloseTo(value, 5);
    });
  });

  it("refuses another form", () => {
    expect(() => gelu(tf.zeros([2]), { approximate: "quick" } as unknown as GeluOptions)).toThrow(
      'ops.gelu: unknown form "quick"; expected "none" or "tanh". Pass one of these.',
    );
  });
});
