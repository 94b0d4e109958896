import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import { nativeLevels } from "../node/native-levels.js";
import { expectAgreement, expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { SIZES, TOLERANCE } from "../testing/tolerance.js";
import { composedMatmul, type MatmulOptions, matmul, product, scaledProduct } from "./matmul.js";

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

  it("multiplies what is deeper, wider or taller than a block", () => {
    for (const [m, k, n] of [
      [2, 600, 40],
      [100, 700, 16],
      [300, 20, 300],
      [20, 1100, 130],
    ] as const) {
      for (const { transposeA, transposeB } of forms) {
        const a = randomTensor(transposeA ? [k, m] : [m, k], 1);
        const b = randomTensor(transposeB ? [n, k] : [k, n], 2);
        const expected = inDouble(a, b, { transposeA, transposeB });
        expectClose(matmul(a, b, { transposeA, transposeB }), expected, 2 * TOLERANCE.float32.value);
        expectClose(
          scaledProduct(a, b, 0.5, { transposeA, transposeB }),
          tf.mul(expected, 0.5),
          2 * TOLERANCE.float32.value,
        );
      }
    }
  });

  it("passes on what is not finite, to its row and column alone", () => {
    for (const special of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const [a, b] = [tf.buffer([9, 33], "float32"), tf.ones([33, 40])];
      a.set(special, 4, 32);
      const values = matmul(a.toTensor(), b).arraySync() as number[][];
      values.forEach((row, i) => {
        for (const y of row) expect(y).toBe(i === 4 ? special : 0);
      });
    }
  });

  it("gives zeros where there is nothing to add, and nothing for no rows", () => {
    expect([...product(tf.zeros([2, 0]), tf.zeros([0, 3])).dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(product(tf.zeros([0, 5]), tf.zeros([5, 3])).shape).toEqual([0, 3]);
  });
});

/** The product summed in double precision. */
function inDouble(a: tf.Tensor, b: tf.Tensor, { transposeA, transposeB }: Required<MatmulOptions>): tf.Tensor {
  const [left, right] = [a.dataSync(), b.dataSync()];
  const [m, k] = transposeA ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
  const n = transposeB ? b.shape[0]! : b.shape[1]!;
  const values = new Float32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let q = 0; q < k; q++)
        sum += left[transposeA ? q * m + i : i * k + q]! * right[transposeB ? j * k + q : q * n + j]!;
      values[i * n + j] = sum;
    }
  }
  return tf.tensor2d(values, [m, n]);
}

describe.runIf(nativeLevels().length > 0)("the native matmul", () => {
  it("serves biases and batches of one against many, and hands the rest to the stock kernel", async () => {
    await useBackend("vlm-cpu", { threads: 2 });
    const [a, b, bias] = [randomTensor([3, 20, 17], 1), randomTensor([1, 17, 33], 2), randomTensor([33], 3)];
    const broadcast = tf.matMul(a, b);
    expect(broadcast.shape).toEqual([3, 20, 33]);
    for (let i = 0; i < 3; i++) {
      const one = tf.matMul(tf.reshape(tf.slice(a, i, 1), [20, 17]), tf.reshape(b, [17, 33]));
      expectClose(tf.reshape(tf.slice(broadcast, i, 1), [20, 33]), one, 0);
    }
    const x = randomTensor([20, 17], 4) as tf.Tensor2D;
    const w = randomTensor([17, 33], 5) as tf.Tensor2D;
    const fused = (activation: "linear" | "relu"): tf.Tensor => tf.fused.matMul({ a: x, b: w, bias, activation });
    expectClose(fused("linear"), tf.add(tf.matMul(x, w), bias), TOLERANCE.float32.value);
    expectClose(fused("relu"), tf.relu(tf.add(tf.matMul(x, w), bias)), TOLERANCE.float32.value);
  });

  it("gives the same bits on one thread and on two", async () => {
    const products = async (threads: number): Promise<number[]> => {
      await useBackend("vlm-cpu", { threads });
      return tf.tidy(() =>
        (
          [
            [1, 300, 300, 300],
            [1, 600, 1100, 16],
            [1, 16, 1100, 600],
            [5, 30, 70, 90],
          ] as const
        ).flatMap(([batch, m, k, n]) => {
          const [a, b] = [randomTensor([batch, m, k], 1), randomTensor([batch, k, n], 2)];
          return [...tf.matMul(a, b).dataSync()];
        }),
      );
    };
    expect(await products(1)).toEqual(await products(2));
  });
});
