import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { composedRotary, rotary } from "./rotary.js";

onEachBackend("rotary", () => {
  it("equals the composed form", () => {
    for (const [n, heads, size] of [
      [1, 1, 2],
      [31, 2, 32],
      [127, 3, 18],
    ] as const) {
      const [cos, sin] = [randomTensor([n, size], 5), randomTensor([n, size], 6)];
      expectAgreement(
        (x) => rotary(x!, cos, sin),
        (x) => composedRotary(x!, cos, sin),
        [[n, heads, size]],
      );
    }
  });

  it("keeps lengths when the angles are angles", () => {
    const angles = tf.tile(randomTensor([4, 8], 1), [1, 2]);
    const x = randomTensor([4, 2, 16], 2);
    const turned = rotary(x, tf.cos(angles), tf.sin(angles));
    expect(tf.norm(turned).dataSync()[0]).toBeCloseTo(tf.norm(x).dataSync()[0]!, 4);
  });

  it("refuses tables that do not fit", () => {
    expect(() => rotary(tf.zeros([4, 2, 16]), tf.zeros([4, 8]), tf.zeros([4, 8]))).toThrow(
      "ops.rotary: x [4,2,16] with cos [4,8] and sin [4,8]; expected x [N,H,D] with D even and both tables [N,D]. Make the tables for these positions and this head size.",
    );
  });
});
