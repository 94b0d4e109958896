import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { SIZES } from "../testing/tolerance.js";
import { composedLayerNorm, layerNorm } from "./layer-norm.js";

onEachBackend("layerNorm", () => {
  it("equals the composed form", () => {
    for (const size of SIZES) {
      expectAgreement(
        (x, w, b) => layerNorm(x!, w!, b!, 1e-2),
        (x, w, b) => composedLayerNorm(x!, w!, b!, 1e-2),
        [[33, size], [size], [size]],
      );
    }
  });

  it("leaves frozen parameters alone", () => {
    const [weight, bias] = [randomTensor([32], 5), randomTensor([32], 6)];
    expectAgreement(
      (x) => layerNorm(x!, weight, bias, 1e-6),
      (x) => composedLayerNorm(x!, weight, bias, 1e-6),
      [[2, 3, 32]],
    );
  });

  it("refuses parameters of another size", () => {
    expect(() => layerNorm(tf.zeros([2, 3]), tf.ones([3]), tf.ones([4]), 1e-6)).toThrow(
      "ops.layerNorm: bias has shape [4] for x [2,3]; expected [3]. Use the bias of this layer.",
    );
  });
});
