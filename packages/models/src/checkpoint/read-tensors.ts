import * as tf from "@tensorflow/tfjs-core";
import { bfloat16Tensor, keepsBfloat16, type LinearWeight, Weight } from "@vlm/ops";
import type { Safetensors } from "@vlm/safetensors";
import type { Shape } from "../shapes.js";
import { linearPath } from "./linear-path.js";
import type { PackedWeights, Quantization } from "./quantization.js";
import { Staging } from "./staging.js";
import { findTensors, type Naming } from "./stored-tensors.js";

export interface ReadOptions {
  /** Packs the weights of linear layers, one after the other. */
  readonly quantization?: Quantization | undefined;
  /** What the file holds packed; nothing else of it is packed then. */
  readonly packed?: PackedWeights | undefined;
}

/**
 * Reads the tensors that a model needs, one after the other: packed, as float32, or, where the backend keeps them so, tables
 * of embeddings as bfloat16. Names and shapes are checked before any of them is read.
 *
 * @param shapes name → shape, for every tensor of the model
 */
export async function readTensors(
  file: Safetensors,
  shapes: ReadonlyMap<string, Shape>,
  naming: Naming,
  { quantization, packed }: ReadOptions = {},
): Promise<Map<string, tf.Tensor | LinearWeight>> {
  const stored = findTensors(file, shapes, naming, packed ?? null);
  const staging = new Staging(file);
  const tensors = new Map<string, tf.Tensor | LinearWeight>();
  try {
    for (const [name, shape] of shapes) {
      const source = stored.get(name)!;
      const path = linearPath(name, shape);
      if (source.packed) tensors.set(name, await packed!.read(source.name));
      else if (!packed && path !== null && quantization?.packs(path)) {
        tensors.set(name, quantization.pack(await staging.read(source.name)));
      } else {
        const tensor = await readTensor(file, source.name, shape, path === null);
        tensors.set(name, path === null ? tensor : new Weight(tensor).pack());
      }
    }
  } catch (error) {
    for (const tensor of tensors.values()) tensor.dispose();
    throw error;
  }
  return tensors;
}

/** A table is looked up row by row, so that its rows need not be widened before. */
async function readTensor(file: Safetensors, name: string, shape: Shape, mayBeTable: boolean): Promise<tf.Tensor> {
  const isTable = mayBeTable && shape.length === 2;
  if (!isTable || file.tensors.get(name)!.dtype !== "BF16" || !keepsBfloat16()) {
    return tf.tensor(await file.readFloat32(name), [...shape]);
  }
  const { data } = await file.read(name);
  return bfloat16Tensor(data as Uint16Array, shape);
}
