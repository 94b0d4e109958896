import { describe, expect, it } from "vitest";
import { currentName } from "../qwen-vl/names.js";
import { parameterCount } from "../shapes.js";
import { parseQwen3VLConfig } from "./config.js";
import { qwen3VLShapes } from "./shapes.js";

const vision = { in_channels: 3, patch_size: 16, temporal_patch_size: 2, num_position_embeddings: 2304, num_heads: 16 };
const text = { vocab_size: 151936, num_hidden_layers: 36, num_attention_heads: 32, num_key_value_heads: 8 };
const rope_scaling = { rope_type: "default", mrope_section: [24, 20, 20], mrope_interleaved: true };

// Settings from the config.json of Qwen/Qwen3-VL-8B-Instruct and Qwen/Qwen3-VL-4B-Instruct.
const large = {
  text_config: { ...text, rope_scaling, rope_theta: 5e6, hidden_size: 4096, intermediate_size: 12288 },
  vision_config: {
    ...vision,
    depth: 27,
    hidden_size: 1152,
    intermediate_size: 4304,
    out_hidden_size: 4096,
    deepstack_visual_indexes: [8, 16, 24],
  },
};
const small = {
  tie_word_embeddings: true,
  text_config: { ...text, rope_scaling, rope_theta: 5e6, hidden_size: 2560, intermediate_size: 9728 },
  vision_config: {
    ...vision,
    depth: 24,
    hidden_size: 1024,
    intermediate_size: 4096,
    out_hidden_size: 2560,
    deepstack_visual_indexes: [5, 11, 17],
  },
};

describe("parameterCount", () => {
  it("equals the published models", () => {
    expect(parameterCount(new Map(qwen3VLShapes(parseQwen3VLConfig(large))))).toBe(8_767_123_696);
    expect(parameterCount(new Map(qwen3VLShapes(parseQwen3VLConfig(small))))).toBe(4_437_815_808);
  });
});

describe("tensorShapes", () => {
  it("has a head where it is not the embedding", () => {
    expect(new Map(qwen3VLShapes(parseQwen3VLConfig(large))).get("lm_head.weight")).toEqual([151936, 4096]);
    expect(new Map(qwen3VLShapes(parseQwen3VLConfig(small))).has("lm_head.weight")).toBe(false);
  });
});

describe("currentName", () => {
  it.each([
    ["model.language_model.layers.0.mlp.up_proj.weight", "model.language_model.layers.0.mlp.up_proj.weight"],
    ["language_model.model.layers.0.mlp.up_proj.weight", "model.language_model.layers.0.mlp.up_proj.weight"],
    ["model.layers.0.mlp.up_proj.weight", "model.language_model.layers.0.mlp.up_proj.weight"],
    ["model.embed_tokens.weight", "model.language_model.embed_tokens.weight"],
    ["visual.blocks.0.norm1.bias", "model.visual.blocks.0.norm1.bias"],
    ["language_model.lm_head.weight", "lm_head.weight"],
  ])("%s is %s", (old, current) => {
    expect(currentName(old)).toBe(current);
  });
});
