const common = { model_type: "qwen3_vl", image_token_id: 151655, video_token_id: 151656 } as const;

const text = {
  vocab_size: 151936,
  num_key_value_heads: 8,
  head_dim: 128,
  hidden_act: "silu",
  attention_bias: false,
  max_position_embeddings: 262144,
  rms_norm_eps: 1e-6,
  rope_theta: 5e6,
  rope_scaling: { rope_type: "default", mrope_section: [24, 20, 20], mrope_interleaved: true },
} as const;

const vision = {
  hidden_act: "gelu_pytorch_tanh",
  num_heads: 16,
  in_channels: 3,
  patch_size: 16,
  spatial_merge_size: 2,
  temporal_patch_size: 2,
  num_position_embeddings: 2304,
} as const;

const smallVision = {
  ...vision,
  depth: 24,
  hidden_size: 1024,
  intermediate_size: 4096,
  deepstack_visual_indexes: [5, 11, 17],
} as const;

/** What the `config.json` of Qwen/Qwen3-VL-…-Instruct says of the architecture. */
export const QWEN3_VL_SIZES: Readonly<Record<"2B" | "4B" | "8B", object>> = {
  "2B": {
    ...common,
    tie_word_embeddings: true,
    text_config: {
      ...text,
      hidden_size: 2048,
      intermediate_size: 6144,
      num_hidden_layers: 28,
      num_attention_heads: 16,
    },
    vision_config: { ...smallVision, out_hidden_size: 2048 },
  },
  "4B": {
    ...common,
    tie_word_embeddings: true,
    text_config: {
      ...text,
      hidden_size: 2560,
      intermediate_size: 9728,
      num_hidden_layers: 36,
      num_attention_heads: 32,
    },
    vision_config: { ...smallVision, out_hidden_size: 2560 },
  },
  "8B": {
    ...common,
    tie_word_embeddings: false,
    text_config: {
      ...text,
      hidden_size: 4096,
      intermediate_size: 12288,
      num_hidden_layers: 36,
      num_attention_heads: 32,
    },
    vision_config: {
      ...vision,
      depth: 27,
      hidden_size: 1152,
      intermediate_size: 4304,
      deepstack_visual_indexes: [8, 16, 24],
      out_hidden_size: 4096,
    },
  },
};
