const common = {
  model_type: "qwen2_5_vl",
  hidden_act: "silu",
  max_position_embeddings: 128000,
  rms_norm_eps: 1e-6,
  rope_theta: 1e6,
  rope_scaling: { type: "mrope", mrope_section: [16, 24, 24] },
  use_sliding_window: false,
  image_token_id: 151655,
  video_token_id: 151656,
} as const;

const vision = {
  depth: 32,
  hidden_act: "silu",
  hidden_size: 1280,
  intermediate_size: 3420,
  num_heads: 16,
  patch_size: 14,
  spatial_merge_size: 2,
  temporal_patch_size: 2,
  window_size: 112,
  fullatt_block_indexes: [7, 15, 23, 31],
} as const;

/** What the `config.json` of Qwen/Qwen2.5-VL-…-Instruct says of the architecture, flat as on the Hub. */
export const QWEN2_5_VL_SIZES: Readonly<Record<"3B" | "7B", object>> = {
  "3B": {
    ...common,
    vocab_size: 151936,
    hidden_size: 2048,
    intermediate_size: 11008,
    num_hidden_layers: 36,
    num_attention_heads: 16,
    num_key_value_heads: 2,
    tie_word_embeddings: true,
    vision_config: { ...vision, out_hidden_size: 2048 },
  },
  "7B": {
    ...common,
    vocab_size: 152064,
    hidden_size: 3584,
    intermediate_size: 18944,
    num_hidden_layers: 28,
    num_attention_heads: 28,
    num_key_value_heads: 4,
    tie_word_embeddings: false,
    vision_config: { ...vision, out_hidden_size: 3584 },
  },
};
