import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { random } from "@vlm/mcts";
import { architectureOf } from "@vlm/models";
import type { TensorData } from "@vlm/safetensors";
import { writeSafetensors } from "@vlm/safetensors/node";
import { gaussian } from "../gaussian.js";
import type { BatchConfig } from "./batch.js";

/** A Qwen3-VL of 66 million parameters: small enough to train on a CPU while one waits. */
export const SMALL_MODEL: BatchConfig & Readonly<Record<string, unknown>> = {
  architectures: ["Qwen3VLForConditionalGeneration"],
  model_type: "qwen3_vl",
  dtype: "float32",
  image_token_id: 8000,
  video_token_id: 8001,
  vision_start_token_id: 8002,
  vision_end_token_id: 8003,
  tie_word_embeddings: true,
  text_config: {
    model_type: "qwen3_vl_text",
    vocab_size: 8192,
    hidden_size: 512,
    intermediate_size: 1536,
    num_hidden_layers: 12,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 64,
    max_position_embeddings: 2048,
    rms_norm_eps: 1e-6,
    rope_parameters: {
      rope_type: "default",
      rope_theta: 5_000_000,
      mrope_section: [12, 10, 10],
      mrope_interleaved: true,
    },
    hidden_act: "silu",
    attention_bias: false,
    tie_word_embeddings: true,
  },
  vision_config: {
    model_type: "qwen3_vl_vision",
    depth: 8,
    hidden_size: 384,
    intermediate_size: 1024,
    num_heads: 6,
    in_channels: 3,
    patch_size: 16,
    spatial_merge_size: 2,
    temporal_patch_size: 2,
    out_hidden_size: 512,
    num_position_embeddings: 256,
    deepstack_visual_indexes: [2, 4, 6],
    hidden_act: "gelu_pytorch_tanh",
  },
};

/** Writes it in Hub layout with random weights, as transformers starts one: N(0, 0.02²), norms 1, biases 0. */
export async function writeSmallModel(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draw = random(7);
  const tensors = [...architectureOf(SMALL_MODEL).shapes].map(([name, shape]): [string, TensorData] => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const constant = name.endsWith(".bias") ? 0 : /norm/.test(name) ? 1 : null;
    const data = constant === null ? gaussian(draw, size, 0.02) : new Float32Array(size).fill(constant);
    return [name, { dtype: "F32", shape, data }];
  });
  await writeSafetensors(join(folder, "model.safetensors"), tensors, { format: "pt" });
  await writeFile(join(folder, "config.json"), JSON.stringify(SMALL_MODEL));
}
