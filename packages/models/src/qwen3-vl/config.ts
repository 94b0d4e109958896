import { Fields } from "../checkpoint/fields.js";

export interface TextConfig {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
  readonly maxPositions: number;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  /** Frequencies that turn with time, height and width. */
  readonly mropeSection: readonly [number, number, number];
  readonly attentionBias: boolean;
}

export interface VisionConfig {
  readonly depth: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  /** Numbers in one patch: channels × frames × side². */
  readonly patchNumbers: number;
  readonly patchShape: readonly [number, number, number, number];
  readonly mergeSize: number;
  readonly outHidden: number;
  readonly positionEmbeddings: number;
  readonly deepstackBlocks: readonly number[];
  readonly ropeTheta: number;
}

export interface Qwen3VLConfig {
  readonly text: TextConfig;
  readonly vision: VisionConfig;
  readonly imageToken: number;
  readonly videoToken: number;
  /** Whether the output head is the embedding table. */
  readonly tied: boolean;
}

/**
 * Reads `config.json` of a Qwen3-VL checkpoint. Defaults are those of transformers' Qwen3VLConfig.
 *
 * @throws for a field of the wrong kind, and for a variant of the architecture that this code does not compute
 */
export function parseConfig(json: unknown): Qwen3VLConfig {
  const file = new Fields(json);
  const text = file.section("text_config");
  return {
    text: parseText(text),
    vision: parseVision(file.section("vision_config")),
    imageToken: file.integer("image_token_id", 151655),
    videoToken: file.integer("video_token_id", 151656),
    tied: file.flag("tie_word_embeddings", text.flag("tie_word_embeddings", false)),
  };
}

function parseText(text: Fields): TextConfig {
  text.oneOf("hidden_act", ["silu"]);
  const heads = text.integer("num_attention_heads");
  // Older files write rope_scaling with rope_theta beside it, newer ones rope_parameters with rope_theta inside.
  const rope = text.section(text.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
  rope.oneOf("rope_type", ["default"]);
  rope.oneOf("mrope_interleaved", [true]);
  const [time, height, width] = rope.integers("mrope_section", [24, 20, 20]) as [number, number, number];
  return {
    vocabulary: text.integer("vocab_size"),
    hidden: text.integer("hidden_size"),
    intermediate: text.integer("intermediate_size"),
    layers: text.integer("num_hidden_layers"),
    heads,
    keyHeads: text.integer("num_key_value_heads", heads),
    headSize: text.integer("head_dim", 128),
    maxPositions: text.integer("max_position_embeddings", 128000),
    normEpsilon: text.number("rms_norm_eps", 1e-6),
    ropeTheta: rope.number("rope_theta", text.number("rope_theta", 5e5)),
    mropeSection: [time, height, width],
    attentionBias: text.flag("attention_bias", false),
  };
}

function parseVision(vision: Fields): VisionConfig {
  vision.oneOf("hidden_act", ["gelu_pytorch_tanh"]);
  const channels = vision.integer("in_channels", 3);
  const frames = vision.integer("temporal_patch_size", 2);
  const side = vision.integer("patch_size", 16);
  const ropeTheta = vision.has("rope_parameters") ? vision.section("rope_parameters").number("rope_theta", 1e4) : 1e4;
  return {
    depth: vision.integer("depth"),
    hidden: vision.integer("hidden_size"),
    intermediate: vision.integer("intermediate_size"),
    heads: vision.integer("num_heads"),
    patchNumbers: channels * frames * side * side,
    patchShape: [channels, frames, side, side],
    mergeSize: vision.integer("spatial_merge_size", 2),
    outHidden: vision.integer("out_hidden_size"),
    positionEmbeddings: vision.integer("num_position_embeddings", 2304),
    deepstackBlocks: vision.integers("deepstack_visual_indexes", [8, 16, 24]),
    ropeTheta,
  };
}
