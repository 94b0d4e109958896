import * as tf from "@tensorflow/tfjs-core";
import { matmul } from "@vlm/ops";
import { bytesPerElement, type Source, type TensorInfo, toFloat32 } from "@vlm/safetensors";
import type { Geometry } from "../geometry.js";
import { ownWeightName } from "../names.js";
import type { OpenAdapter } from "./open-adapter.js";

/** Rows of a weight from `first` to before `end`, in float32, [end − first, in]. */
export type ReadRows = (first: number, end: number) => Promise<Float32Array>;

/** The rows of a stored weight, by ranges. */
export function storedRows(source: Source, info: TensorInfo): ReadRows {
  const { dtype, shape, begin } = info;
  const rowBytes = shape[1]! * bytesPerElement(dtype);
  return async (first, end) => {
    const bytes = new Uint8Array((end - first) * rowBytes);
    await source.read(begin + first * rowBytes, bytes);
    const data = dtype === "F32" ? new Float32Array(bytes.buffer) : new Uint16Array(bytes.buffer);
    return toFloat32({ dtype, shape: [end - first, shape[1]!], data });
  };
}

/**
 * W + scale · B · A by blocks of rows, in float32, with DoRA scaled to its magnitudes; in memory is one block, A and B.
 *
 * @param blockBytes of the float32 values of a block, at least a row
 */
export async function* mergedRows(
  read: ReadRows,
  { path, scale, a, b, magnitude }: Geometry,
  { weights, source }: Pick<OpenAdapter, "weights" | "source">,
  { blockBytes = 2 ** 24 }: { readonly blockBytes?: number } = {},
): AsyncGenerator<Float32Array> {
  const [outputs, rank] = b.shape;
  const inputs = a.shape[1];
  // An adapted head's own weight is in the adapter's file, too, and PEFT takes it from there.
  const own = weights.tensors.get(ownWeightName(path));
  const base = own ? storedRows(source, own) : read;
  const left = await weights.readFloat32(b.name);
  const lengths = magnitude && (await weights.readFloat32(magnitude.name));
  const right = tf.tensor2d(await weights.readFloat32(a.name), [rank, inputs]);
  try {
    const rows = Math.max(1, Math.floor(blockBytes / (4 * inputs)));
    for (let first = 0; first < outputs; first += rows) {
      const end = Math.min(first + rows, outputs);
      const block = await base(first, end);
      const merged = tf.tidy(() => {
        const update = matmul(tf.tensor2d(left.slice(first * rank, end * rank), [end - first, rank]), right);
        const sum = tf.add(tf.tensor2d(block, [end - first, inputs]), tf.mul(update, scale));
        if (!lengths) return sum;
        const length = tf.sqrt(tf.sum(tf.square(sum), 1, true));
        return tf.mul(sum, tf.div(tf.tensor2d(lengths.slice(first, end), [end - first, 1]), length));
      });
      const values = await merged.data<"float32">();
      merged.dispose();
      yield values;
    }
  } finally {
    right.dispose();
  }
}
