import * as tf from "@tensorflow/tfjs-core";
import type { LinearWeight } from "@vlm/ops";
import type { Safetensors } from "@vlm/safetensors";
import type { Shape } from "../shapes.js";
import { linearPath } from "./linear-path.js";
import type { DenseWeight, PackedWeights, Quantization } from "./quantization.js";
import { findTensors, type Naming } from "./stored-tensors.js";

export interface ReadOptions {
  /** Packs the weights of linear layers, one after the other. */
  readonly quantization?: Quantization | undefined;
  /** What the file holds packed; nothing else of it is packed then. */
  readonly packed?: PackedWeights | undefined;
}

/**
 * Reads the tensors that a model needs, one after the other, as float32 or packed. Names and shapes are checked before any
 * of them is read.
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
  const tensors = new Map<string, tf.Tensor | LinearWeight>();
  try {
    for (const [name, shape] of shapes) {
      const source = stored.get(name)!;
      const path = linearPath(name, shape);
      if (source.packed) tensors.set(name, await packed!.read(source.name));
      else {
        const values = await file.readFloat32(source.name);
        const [outputs = 0, inputs = 0] = shape;
        const dtype = file.tensors.get(source.name)!.dtype as DenseWeight["dtype"];
        const packing = !packed && path !== null && quantization?.packs(path) ? quantization : null;
        tensors.set(
          name,
          packing ? packing.pack({ values, shape: [outputs, inputs], dtype }) : tf.tensor(values, [...shape]),
        );
      }
    }
  } catch (error) {
    for (const tensor of tensors.values()) tensor.dispose();
    throw error;
  }
  return tensors;
}
