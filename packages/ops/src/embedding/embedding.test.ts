import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement, randomTensor } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { composedEmbedding, embedding } from "./embedding.js";

const ids = Int32Array.of(3, 4, 5, 0, 0, 12, 3);

onEachBackend("embedding", () => {
  it("equals the composed form, repeated ids included", () => {
    expectAgreement(
      (table) => embedding(ids, table!),
      (table) => composedEmbedding(ids, table!),
      [[13, 33]],
    );
  });

  it("looks up a frozen table", () => {
    const table = randomTensor([13, 2], 1);
    expect(embedding(ids, table).arraySync()).toEqual(tf.gather(table, tf.tensor1d(ids, "int32")).arraySync());
  });

  it("refuses an id outside the table", () => {
    expect(() => embedding(Int32Array.of(1, 13), tf.zeros([13, 2]))).toThrow(
      "ops.embedding: id 13 at position 1; expected 0 to 12 for a table of [13,2]. Check that tokenizer and model belong together.",
    );
  });
});
