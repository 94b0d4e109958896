import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy, embedding, matmul } from "@vlm/ops";
import type { Batch, NdArray } from "@vlm/types";
import type { Trainee } from "./trainee.js";

const VOCABULARY = 11;
const HIDDEN = 6;

/** The smallest language model with all that the trainer meets: logits of the next token from this one, and an image. */
export interface Bigram extends Trainee {
  dispose(): void;
}

export function bigram(seed = 0): Bigram {
  const normal = (shape: [number, number], salt: number): tf.Variable =>
    tf.tidy(() => tf.variable(tf.randomNormal(shape, 0, 0.5, "float32", seed * 10 + salt + 1)));
  const table = normal([VOCABULARY, HIDDEN], 0);
  const head = normal([HIDDEN, VOCABULARY], 1);
  const vision = normal([2, HIDDEN], 2);
  const parameters = new Map([
    ["embedding", table],
    ["head", head],
    ["vision", vision],
  ]);
  return {
    parameters,
    loss({ inputIds, labels, pixelValues }: Batch): tf.Scalar {
      const length = inputIds.shape[1]!;
      const at = [...labels.data.keys()].filter((i) => i % length > 0 && labels.data[i] !== -100);
      const previous = at.map((i) => inputIds.data[i - 1]!);
      let hidden = embedding(Int32Array.from(previous), table);
      // As in a real model, a batch without an image does not reach the vision tower.
      if (pixelValues) hidden = tf.add(hidden, matmul(tf.tensor2d(pixelValues.data, [1, 2]), vision));
      return crossEntropy(
        tf.matMul(tf.tanh(hidden), head),
        Int32Array.from(at, (i) => labels.data[i]!),
      );
    },
    dispose: () => tf.dispose([...parameters.values()]),
  };
}

/** A batch of token rows; labels from `prompt` on, padding after the row's end. */
export function batchOf(
  rows: readonly (readonly number[])[],
  { prompt = 1, image, id = "row" }: { prompt?: number; image?: readonly [number, number]; id?: string } = {},
): Batch {
  const length = Math.max(...rows.map((row) => row.length));
  const fill = (f: (row: readonly number[], t: number) => number): NdArray<Int32Array> => ({
    data: Int32Array.from(rows.flatMap((row) => Array.from({ length }, (_, t) => f(row, t)))),
    shape: [rows.length, length],
  });
  const positions = fill((_, t) => t);
  return {
    ids: rows.map((_, i) => `${id}-${i}`),
    inputIds: fill((row, t) => row[t] ?? 0),
    attentionMask: fill((row, t) => (t < row.length ? 1 : 0)),
    positionIds: { data: positions.data, shape: [1, ...positions.shape] },
    labels: fill((row, t) => (t >= prompt && t < row.length ? row[t]! : -100)),
    ...(image && { pixelValues: { data: Float32Array.from(image), shape: [1, 2] } }),
  };
}

/** Rows of a fixed rule (next = 3·token + 1 mod 11), of several lengths, so that there is something to learn. */
export function ruleRow(start: number): readonly number[] {
  const row = [start % VOCABULARY];
  while (row.length < 3 + (start % 4)) row.push((3 * row.at(-1)! + 1) % VOCABULARY);
  return row;
}
