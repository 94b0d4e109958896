const common = {
  model_type: "qwen2_vl",
  hidden_act: "silu",
  num_hidden_layers: 28,
  max_position_embeddings: 32768,
  rms_norm_eps: 1e-6,
  rope_theta: 1e6,
  rope_scaling: { type: "mrope", mrope_section: [16, 24, 24] },
  use_sliding_window: false,
  image_token_id: 151655,
  video_token_id: 151656,
} as const;

const vision = {
  depth: 32,
  embed_dim: 1280,
  mlp_ratio: 4,
  num_heads: 16,
  patch_size: 14,
  spatial_merge_size: 2,
  temporal_patch_size: 2,
} as const;

/** What the `config.json` of Qwen/Qwen2-VL-…-Instruct says of the architecture, flat as on the Hub. */
export const QWEN2_VL_SIZES: Readonly<Record<"2B" | "7B", object>> = {
  "2B": {
    ...common,
    vocab_size: 151936,
    hidden_size: 1536,
    intermediate_size: 8960,
    num_attention_heads: 12,
    num_key_value_heads: 2,
    tie_word_embeddings: true,
    vision_config: { ...vision, hidden_size: 1536 },
  },
  "7B": {
    ...common,
    vocab_size: 152064,
    hidden_size: 3584,
    intermediate_size: 18944,
    num_attention_heads: 28,
    num_key_value_heads: 4,
    tie_word_embeddings: false,
    vision_config: { ...vision, hidden_size: 3584 },
  },
};
