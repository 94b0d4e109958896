import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { expectSameOnAnyThreads } from "../testing/threads.js";
import { composedNormRotary, normRotary } from "./norm-rotary.js";
import { rotary } from "./rotary.js";

const tables = (n: number, size: number): [tf.Tensor, tf.Tensor] => [
  randomTensor([n, size], 5),
  randomTensor([n, size], 6),
];

onEachBackend("normRotary", () => {
  it("equals the composed form, the weight trained or frozen", () => {
    for (const [n, heads, size, offset] of [
      [1, 1, 2, 0],
      [3, 2, 8, 1],
      [33, 2, 32, 0],
      [70, 1, 18, 1],
      [5, 3, 128, 0],
    ] as const) {
      const [cos, sin] = tables(n, size);
      const frozen = randomTensor([size], 7);
      expectAgreement(
        (x, weight) => normRotary(x!, weight!, 1e-2, cos, sin, { offset }),
        (x, weight) => composedNormRotary(x!, weight!, 1e-2, cos, sin, { offset }),
        [[n, heads, size], [size]],
      );
      expectAgreement(
        (x) => normRotary(x!, frozen, 1e-2, cos, sin, { offset }),
        (x) => composedNormRotary(x!, frozen, 1e-2, cos, sin, { offset }),
        [[n, heads, size]],
      );
    }
  });

  it("refuses tables and weights that do not fit", () => {
    const [x, table] = [tf.zeros([4, 2, 16]), tf.zeros([4, 16])];
    expect(() => normRotary(x, tf.ones([16]), 1e-6, tf.zeros([4, 8]), table)).toThrow(
      "ops.normRotary: x [4,2,16] with cos [4,8] and sin [4,16]; expected x [N,H,D] with D even and both tables [N,D]. Make the tables for these positions and this head size.",
    );
    expect(() => normRotary(x, tf.ones([8]), 1e-6, table, table)).toThrow(
      "ops.normRotary: weight has shape [8] for x [4,2,16]; expected [16]. Use the weight of this layer.",
    );
  });
});

expectSameOnAnyThreads("rotary", () => {
  const [cos, sin] = tables(300, 32);
  const [x, weight, dy] = [randomTensor([300, 4, 32], 1), randomTensor([32], 2), randomTensor([300, 4, 32], 3)];
  const trained = tf.variable(weight);
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(normRotary(x, trained, 1e-6, cos, sin), dy)), [trained]);
  const dx = tf.grad((input) => normRotary(input, weight, 1e-6, cos, sin))(x, dy);
  return [rotary(x, cos, sin), normRotary(x, weight, 1e-6, cos, sin), dx, grads[trained.name]!];
});
