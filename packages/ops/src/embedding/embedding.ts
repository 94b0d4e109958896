import * as tf from "@tensorflow/tfjs-core";
import { hasKernel, runKernel } from "../backend/kernel.js";
import { differentiable, isTrainable } from "../gradient/differentiable.js";
import { copyRows } from "../rows/rows.js";
import { runsOf } from "../rows/runs.js";

/**
 * out[i] = table[ids[i]]. A gradient goes to the table if it is a trainable variable.
 *
 * @param ids N token ids
 * @param table [V, D]
 * @returns [N, D]
 * @throws when an id leaves 0..V−1
 */
export function embedding(ids: Int32Array, table: tf.Tensor): tf.Tensor {
  const size = table.shape[0]!;
  const outside = ids.findIndex((id) => id < 0 || id >= size);
  if (outside >= 0) {
    throw new Error(
      `ops.embedding: id ${ids[outside]} at position ${outside}; expected 0 to ${size - 1} for a table of [${table.shape}]. Check that tokenizer and model belong together.`,
    );
  }
  const lookup = (): tf.Tensor => copyRows(table, runsOf(ids));
  if (!isTrainable(table)) return lookup();
  return differentiable(
    [table],
    () => ({ value: lookup() }),
    (dy) => {
      if (hasKernel("AddRows")) return [runKernel("AddRows", { x: dy }, { ids, total: size })];
      return [tf.scatterND(tf.tensor2d(ids, [ids.length, 1], "int32"), dy, table.shape)];
    },
  );
}

/** `embedding` from plain tfjs operators: one-hot rows times the table. */
export function composedEmbedding(ids: Int32Array, table: tf.Tensor): tf.Tensor {
  const oneHot = tf.oneHot(tf.tensor1d(ids, "int32"), table.shape[0]!);
  return tf.matMul(tf.cast(oneHot, "float32") as tf.Tensor2D, table as tf.Tensor2D);
}
