import type { Batch } from "@vlm/types";
import { IMAGE, packTiny, tinyBatch } from "../testing/tiny.js";

/** A Gemma 3 with vision at toy size: windows of 3 in all layers but the third, images of 8 x 8 pixels worth 4 tokens. */
export const tinyGemma: Readonly<Record<string, unknown> & Record<"text_config" | "vision_config", object>> = {
  model_type: "gemma3",
  image_token_index: IMAGE,
  mm_tokens_per_image: 4,
  text_config: {
    vocab_size: 32,
    hidden_size: 16,
    intermediate_size: 24,
    num_hidden_layers: 3,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    head_dim: 12,
    max_position_embeddings: 64,
    sliding_window: 3,
    sliding_window_pattern: 3,
    query_pre_attn_scalar: 16,
    rope_scaling: { rope_type: "linear", factor: 4 },
  },
  vision_config: {
    hidden_size: 8,
    intermediate_size: 12,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    num_channels: 1,
    image_size: 8,
    patch_size: 2,
    vision_use_head: false,
  },
};

/** One image among the tokens. */
export const PICTURE: readonly number[] = [IMAGE, IMAGE, IMAGE, IMAGE];

export interface GemmaSample {
  readonly tokens: readonly number[];
  readonly labelled?: number;
  /** Sets the pixels of each image apart from others'. */
  readonly images?: readonly number[];
}

export function gemmaBatch(samples: readonly GemmaSample[], side?: "left" | "right"): Batch {
  const text = samples.map(({ tokens, labelled = 0 }) => ({ tokens, labelled }));
  return withImages(tinyBatch(text, side), samples);
}

export function packedGemmaBatch(rows: readonly (readonly GemmaSample[])[]): Batch {
  const { imageGrid, pixelValues, ...text } = packTiny(
    rows.map((row) => row.map(({ tokens, labelled = 0 }) => tinyBatch([{ tokens, labelled }]))),
  );
  return withImages(text, rows.flat());
}

/** Positions in one axis, and the images' pixels. */
function withImages({ positionIds, ...batch }: Batch, samples: readonly GemmaSample[]): Batch {
  const images = samples.flatMap(({ images = [] }) => images);
  const [rows, width] = batch.inputIds.shape as [number, number];
  const pixels = images.flatMap((image) => Array.from({ length: 64 }, (_, i) => Math.sin(i * (image + 1))));
  return {
    ...batch,
    positionIds: { data: positionIds.data.slice(0, rows * width), shape: [1, rows, width] },
    ...(images.length > 0 && { pixelValues: { data: Float32Array.from(pixels), shape: [images.length, 1, 8, 8] } }),
  };
}
