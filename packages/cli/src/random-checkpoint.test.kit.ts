import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { random } from "@vlm/mcts";
import { architectureOf } from "@vlm/models";
import type { TensorData } from "@vlm/safetensors";
import { writeSafetensors } from "@vlm/safetensors/node";

const config = {
  model_type: "qwen3_vl",
  image_token_id: 548,
  video_token_id: 549,
  vision_start_token_id: 546,
  vision_end_token_id: 547,
  tie_word_embeddings: true,
  text_config: {
    vocab_size: 553,
    hidden_size: 16,
    intermediate_size: 16,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    head_dim: 8,
    max_position_embeddings: 2048,
    rms_norm_eps: 1e-6,
    rope_parameters: { rope_type: "default", rope_theta: 10_000, mrope_section: [2, 1, 1], mrope_interleaved: true },
    hidden_act: "silu",
    attention_bias: false,
    pad_token_id: 543,
  },
  vision_config: {
    depth: 1,
    hidden_size: 16,
    intermediate_size: 16,
    num_heads: 2,
    in_channels: 3,
    patch_size: 16,
    spatial_merge_size: 2,
    temporal_patch_size: 2,
    out_hidden_size: 16,
    num_position_embeddings: 36,
    deepstack_visual_indexes: [0],
    hidden_act: "gelu_pytorch_tanh",
  },
};

const processor = {
  image_processor_type: "Qwen2VLImageProcessorFast",
  patch_size: 16,
  temporal_patch_size: 2,
  merge_size: 2,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
  size: { shortest_edge: 96 * 96, longest_edge: 96 * 96 },
};

/** Writes a Qwen3-VL in Hub layout that is too small to be any good: every part is there, and the weights are random. */
export async function writeRandomCheckpoint(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const draw = random(1);
  const tensors = [...architectureOf(config).shapes].map(([name, shape]): [string, TensorData] => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return [name, { dtype: "F32", shape, data: Float32Array.from({ length: size }, () => 0.3 * (draw() - 0.5)) }];
  });
  await writeSafetensors(join(folder, "model.safetensors"), tensors, { format: "pt" });
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  writeFileSync(join(folder, "preprocessor_config.json"), JSON.stringify(processor));
  copyFileSync(fileURLToPath(new URL("../fixtures/tokenizer.json", import.meta.url)), join(folder, "tokenizer.json"));
}
