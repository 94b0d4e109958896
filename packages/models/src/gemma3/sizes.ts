const text = {
  vocab_size: 262144,
  num_attention_heads: 4,
  num_key_value_heads: 1,
  head_dim: 256,
  hidden_activation: "gelu_pytorch_tanh",
  max_position_embeddings: 32768,
  query_pre_attn_scalar: 256,
  rms_norm_eps: 1e-6,
  rope_local_base_freq: 1e4,
  rope_scaling: null,
  rope_theta: 1e6,
  sliding_window: 512,
  sliding_window_pattern: 6,
} as const;

const small = { ...text, model_type: "gemma3_text", torch_dtype: "bfloat16" } as const;

/** What the `config.json` of google/gemma-3-…-it says of the architecture; transformers' defaults say the rest. */
export const GEMMA3_SIZES: Readonly<Record<"270M" | "1B" | "4B", object>> = {
  "270M": { ...small, hidden_size: 640, intermediate_size: 2048, num_hidden_layers: 18 },
  "1B": { ...small, hidden_size: 1152, intermediate_size: 6912, num_hidden_layers: 26 },
  "4B": {
    model_type: "gemma3",
    torch_dtype: "bfloat16",
    boi_token_index: 255999,
    eoi_token_index: 256000,
    image_token_index: 262144,
    mm_tokens_per_image: 256,
    text_config: {
      hidden_size: 2560,
      intermediate_size: 10240,
      num_hidden_layers: 34,
      rope_scaling: { factor: 8, rope_type: "linear" },
      sliding_window: 1024,
    },
    vision_config: {
      hidden_size: 1152,
      image_size: 896,
      intermediate_size: 4304,
      num_attention_heads: 16,
      num_hidden_layers: 27,
      patch_size: 14,
      vision_use_head: false,
    },
  },
};
