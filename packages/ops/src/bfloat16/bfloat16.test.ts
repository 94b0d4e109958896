import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { composedEmbedding, embedding } from "../embedding/embedding.js";
import { composedLinear, linear } from "../linear/linear.js";
import { expectClose, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { bfloat16Tensor, bfloat16Words, keepsBfloat16 } from "./bfloat16-tensor.js";
import { Bfloat16Weight } from "./bfloat16-weight.js";

/** Words of numbers around 1, both zeros, a subnormal, infinities and NaN among them. */
function wordsOf(size: number): Uint16Array {
  const special = [0x0000, 0x8000, 0x0001, 0x7f80, 0xff80, 0x7fc0];
  return Uint16Array.from({ length: size }, (_, i) => (i % 11 === 7 ? special[i % 6]! : plainWord(i)));
}

const plainWord = (i: number): number => (i % 2) * 0x8000 + 0x3f00 + ((i * 37) % 256);
const plainWords = (size: number): Uint16Array => Uint16Array.from({ length: size }, (_, i) => plainWord(i));
const floatsOf = (words: Uint16Array): Float32Array =>
  new Float32Array(Uint32Array.from(words, (word) => word << 16).buffer);

onEachBackend("bfloat16Tensor", () => {
  it("has the numbers that its words stand for, for any operator", () => {
    for (const size of [0, 1, 31, 32, 33, 1000]) {
      const words = wordsOf(size);
      const x = bfloat16Tensor(words, [size]);
      expect(x.dtype).toBe("float32");
      expect(x.dataSync()).toEqual(floatsOf(words));
      expect(tf.mul(x, 2).dataSync()).toEqual(floatsOf(words).map((value) => 2 * value));
      expect(bfloat16Words(tf.reshape(x, [size, 1]))).toBe(keepsBfloat16() ? words : null);
    }
  });

  it("is looked up row by row", () => {
    for (const size of [1, 7, 32, 129]) {
      const table = bfloat16Tensor(plainWords(20 * size), [20, size]);
      const ids = Int32Array.of(3, 4, 5, 19, 0, 3);
      expectClose(embedding(ids, table), composedEmbedding(ids, tf.clone(table)), 0);
    }
  });

  it("goes when it is disposed", () => {
    const before = tf.memory().numTensors;
    const x = bfloat16Tensor(wordsOf(12), [3, 4]);
    const flat = tf.reshape(x, [12]);
    x.dispose();
    expect(flat.dataSync()).toEqual(floatsOf(wordsOf(12)));
    flat.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses words for another shape", () => {
    expect(() => bfloat16Tensor(new Uint16Array(5), [2, 3])).toThrow(
      "ops.bfloat16Tensor: 5 words for the shape [2,3]; expected 6. Pass both from the same tensor.",
    );
  });
});

onEachBackend("Bfloat16Weight", () => {
  it("multiplies as the dense matrix does, forward and backward", () => {
    if (!keepsBfloat16()) {
      expect(() => new Bfloat16Weight(tf.zeros([2, 3]))).toThrow(
        "ops.Bfloat16Weight: value has shape [2,3] and is not held as bfloat16; expected [out, in] made by bfloat16Tensor on the native backend. Use Weight.",
      );
      return;
    }
    for (const rows of [1, 2, 3, 4, 5, 6, 7, 8, 9, 40]) {
      for (const [outputs, inputs] of [
        [1, 1],
        [5, 33],
        [130, 64],
        [700, 1000],
      ] as const) {
        const words = plainWords(outputs * inputs);
        const weight = new Bfloat16Weight(bfloat16Tensor(words, [outputs, inputs]) as tf.Tensor2D);
        const dense = tf.tensor2d(floatsOf(words), [outputs, inputs]);
        const x = randomTensor([rows, inputs], rows);
        const bias = randomTensor([outputs], 3);
        const dy = randomTensor([rows, outputs], 4);
        const scale = Math.sqrt(inputs * outputs);
        expectClose(linear(x, weight, { bias }), composedLinear(x, dense, { bias }), 4e-6 * scale);
        const gradient = tf.grad((input: tf.Tensor) => linear(input, weight, { bias }));
        expectClose(gradient(x, dy), tf.matMul(dy as tf.Tensor2D, dense), 4e-6 * scale);
        tf.dispose([weight.value, dense, x, bias, dy]);
      }
    }
  });
});

describe("bfloat16Words", () => {
  it("is null for what is held otherwise", () => {
    expect(bfloat16Words(tf.zeros([3]))).toBeNull();
  });
});
