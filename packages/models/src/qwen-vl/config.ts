import type { Fields } from "../checkpoint/fields.js";
import type { DecoderLayerSizes } from "../language/decoder-layer.js";
import type { Axes } from "../language/mrope.js";

/** The language model of a Qwen-VL. */
export interface TextConfig extends DecoderLayerSizes {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly layers: number;
  readonly maxPositions: number;
  readonly ropeTheta: number;
  /** What each rotary frequency turns with. */
  readonly axes: Axes;
}

/** What all vision towers of Qwen-VL have. */
export interface TowerConfig {
  readonly depth: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  readonly headSize: number;
  /** Channels, frames, height and width of one patch. */
  readonly patchShape: readonly [number, number, number, number];
  readonly mergeSize: number;
  /** Width of the language model. */
  readonly outHidden: number;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
}

export interface QwenVLConfig {
  readonly text: TextConfig;
  readonly vision: TowerConfig;
  readonly imageToken: number;
  readonly videoToken: number;
  /** Whether the output head is the embedding table. */
  readonly tied: boolean;
}

/** Fields that all families spell alike. */
export function parseTokens(file: Fields, text: Fields): Pick<QwenVLConfig, "imageToken" | "videoToken" | "tied"> {
  return {
    imageToken: file.integer("image_token_id", 151655),
    videoToken: file.integer("video_token_id", 151656),
    tied: file.flag("tie_word_embeddings", text.flag("tie_word_embeddings", false)),
  };
}

/** What differs between the families' language models, much of it transformers' defaults. */
export interface TextDefaults {
  readonly headSize: number;
  readonly maxPositions: number;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  readonly sections: readonly number[];
  /** How sections share the frequencies out. */
  readonly axes: (sections: readonly number[], count: number) => Axes;
}

export function parseText(text: Fields, defaults: TextDefaults): TextConfig {
  text.oneOf("hidden_act", ["silu"]);
  // Older files write rope_scaling with rope_theta beside it, newer ones rope_parameters with rope_theta inside.
  const rope = text.section(text.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
  // The oldest call the same thing "mrope".
  for (const name of ["rope_type", "type"]) rope.oneOf(name, ["default", "mrope"]);
  const { headSize } = defaults;
  const heads = text.integer("num_attention_heads");
  return {
    vocabulary: text.integer("vocab_size"),
    hidden: text.integer("hidden_size"),
    intermediate: text.integer("intermediate_size"),
    layers: text.integer("num_hidden_layers"),
    heads,
    keyHeads: text.integer("num_key_value_heads", heads),
    headSize,
    maxPositions: text.integer("max_position_embeddings", defaults.maxPositions),
    normEpsilon: text.number("rms_norm_eps", defaults.normEpsilon),
    ropeTheta: rope.number("rope_theta", text.number("rope_theta", defaults.ropeTheta)),
    axes: defaults.axes(rope.integers("mrope_section", defaults.sections), headSize / 2),
  };
}

/** A vision tower's rotary base. */
export function visionRopeTheta(vision: Fields): number {
  return vision.has("rope_parameters") ? vision.section("rope_parameters").number("rope_theta", 1e4) : 1e4;
}

export function parsePatchShape(vision: Fields, side: number): TowerConfig["patchShape"] {
  const size = vision.integer("patch_size", side);
  return [vision.integer("in_channels", 3), vision.integer("temporal_patch_size", 2), size, size];
}
