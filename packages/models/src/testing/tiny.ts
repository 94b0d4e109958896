import * as tf from "@tensorflow/tfjs-core";
import type { Batch, NdArray } from "@vlm/types";
import type { Architecture } from "../architecture.js";
import { CausalModel } from "../causal-model.js";
import { architectureOf } from "../families.js";
import { Parameters } from "../layers/parameters.js";

export const IMAGE: number = 30;

/** A Qwen3-VL's configuration file at toy size. */
export const tinyConfig = {
  model_type: "qwen3_vl",
  tie_word_embeddings: true,
  image_token_id: 30,
  video_token_id: 31,
  text_config: {
    vocab_size: 32,
    hidden_size: 16,
    intermediate_size: 24,
    num_hidden_layers: 3,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    head_dim: 12,
    max_position_embeddings: 64,
    rope_parameters: { rope_type: "default", rope_theta: 5e6, mrope_section: [2, 2, 2], mrope_interleaved: true },
  },
  vision_config: {
    depth: 2,
    hidden_size: 8,
    intermediate_size: 12,
    num_heads: 2,
    in_channels: 1,
    patch_size: 2,
    temporal_patch_size: 2,
    out_hidden_size: 16,
    num_position_embeddings: 9,
    deepstack_visual_indexes: [0],
  },
} as const;

const qwen2 = {
  tie_word_embeddings: true,
  image_token_id: 30,
  video_token_id: 31,
  vocab_size: 32,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  max_position_embeddings: 64,
  rope_theta: 1e4,
  rope_scaling: { type: "mrope", mrope_section: [2, 1, 1] },
} as const;

const qwen2Vision = { depth: 2, num_heads: 2, in_channels: 1, patch_size: 2 } as const;

/** One of each family whose pictures have any size; all take the same batches. */
export const tinyConfigs: Readonly<Record<"qwen2_vl" | "qwen2_5_vl" | "qwen3_vl", object>> = {
  qwen2_vl: {
    ...qwen2,
    model_type: "qwen2_vl",
    vision_config: { ...qwen2Vision, embed_dim: 8, mlp_ratio: 1.5, hidden_size: 16 },
  },
  qwen2_5_vl: {
    ...qwen2,
    model_type: "qwen2_5_vl",
    vision_config: {
      ...qwen2Vision,
      hidden_size: 8,
      intermediate_size: 12,
      out_hidden_size: 16,
      // One merge block.
      window_size: 4,
      fullatt_block_indexes: [1],
    },
  },
  qwen3_vl: tinyConfig,
};

/** Tensors of an architecture with seeded weights large enough for every term to show. */
export function tinyTensors({ shapes }: Architecture): Map<string, tf.Tensor> {
  let seed = 1;
  const tensors = new Map<string, tf.Tensor>();
  for (const [name, shape] of shapes) {
    const deviation = shape.length === 1 ? 0.3 : 1 / Math.sqrt(shape.slice(1).reduce((a, b) => a * b, 1));
    const mean = /norm|ln_q/.test(name) && name.endsWith("weight") ? 1 : 0;
    tensors.set(name, tf.keep(tf.randomNormal([...shape], mean, deviation, "float32", seed++)));
  }
  return tensors;
}

export function modelOf(architecture: Architecture, tensors: ReadonlyMap<string, tf.Tensor>): CausalModel {
  const parameters = new Parameters(tensors);
  return new CausalModel(architecture.network(parameters), parameters);
}

/** @param changes of `tinyConfig`; another family's configuration file takes its place */
export function tinyModel(changes: object = {}): CausalModel {
  const architecture = architectureOf("model_type" in changes ? changes : { ...tinyConfig, ...changes });
  return modelOf(architecture, tinyTensors(architecture));
}

export interface TinySample {
  readonly tokens: readonly number[];
  /** Height and width of each picture in patches. */
  readonly images?: readonly (readonly [number, number])[];
  /** How many tokens at the end have a label. */
  readonly labelled?: number;
}

/** Pads samples to one batch; positions count up, as they would without pictures. */
export function tinyBatch(samples: readonly TinySample[], side: "left" | "right" = "right"): Batch {
  const width = Math.max(...samples.map(({ tokens }) => tokens.length));
  const shape = [samples.length, width];
  const filled = (value: number): NdArray<Int32Array> => ({
    data: new Int32Array(samples.length * width).fill(value),
    shape,
  });
  const [inputIds, attentionMask, labels] = [filled(0), filled(0), filled(-100)];
  const positions = new Int32Array(3 * samples.length * width);
  samples.forEach(({ tokens, labelled = 0 }, row) => {
    const start = row * width + (side === "left" ? width - tokens.length : 0);
    tokens.forEach((token, i) => {
      inputIds.data[start + i] = token;
      attentionMask.data[start + i] = 1;
      if (i >= tokens.length - labelled) labels.data[start + i] = token;
      for (let axis = 0; axis < 3; axis++) positions[axis * samples.length * width + start + i] = i;
    });
  });
  const grids = samples.flatMap(({ images = [] }) => images);
  const patches = grids.reduce((sum, [h, w]) => sum + h * w, 0);
  return {
    ids: samples.map((_, row) => `sample ${row}`),
    inputIds,
    attentionMask,
    positionIds: { data: positions, shape: [3, ...shape] },
    labels,
    ...(grids.length > 0 && {
      imageGrid: { data: Int32Array.from(grids.flatMap(([h, w]) => [1, h, w])), shape: [grids.length, 3] },
      pixelValues: { data: Float32Array.from({ length: patches * 8 }, (_, i) => Math.sin(i)), shape: [patches, 8] },
    }),
  };
}

/** Batches of one sample each as one batch whose rows hold several. */
export function packTiny(rows: readonly (readonly Batch[])[]): Batch {
  const lengths = rows.map((row) => row.reduce((sum, { inputIds }) => sum + inputIds.data.length, 0));
  const width = Math.max(...lengths);
  const shape = [rows.length, width];
  const filled = (value: number): NdArray<Int32Array> => ({
    data: new Int32Array(rows.length * width).fill(value),
    shape,
  });
  const packed = { inputIds: filled(0), attentionMask: filled(0), labels: filled(-100), segmentIds: filled(0) };
  const positions = new Int32Array(4 * rows.length * width);
  rows.forEach((row, index) => {
    let start = index * width;
    row.forEach(({ inputIds, attentionMask, labels, positionIds }, segment) => {
      const length = inputIds.data.length;
      packed.inputIds.data.set(inputIds.data, start);
      packed.attentionMask.data.set(attentionMask.data, start);
      packed.labels.data.set(labels.data, start);
      packed.segmentIds.data.fill(segment + 1, start, start + length);
      for (let i = 0; i < length; i++) positions[start + i] = i;
      for (let axis = 0; axis < 3; axis++) {
        const own = positionIds.data.subarray(axis * length, (axis + 1) * length);
        positions.set(own, (axis + 1) * rows.length * width + start);
      }
      start += length;
    });
  });
  const all = rows.flat();
  const grids = all.flatMap(({ imageGrid }) => [...(imageGrid?.data ?? [])]);
  const pixels = all.flatMap(({ pixelValues }) => [...(pixelValues?.data ?? [])]);
  return {
    ids: all.flatMap(({ ids }) => ids),
    ...packed,
    positionIds: { data: positions, shape: [4, ...shape] },
    imageGrid: { data: Int32Array.from(grids), shape: [grids.length / 3, 3] },
    pixelValues: { data: Float32Array.from(pixels), shape: [pixels.length / 8, 8] },
  };
}
