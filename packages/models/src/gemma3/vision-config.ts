import { Fields } from "../checkpoint/fields.js";
import { ACTIVATIONS, type ActivationName } from "../layers/activation.js";
import { type Gemma3TextConfig, parseNumberType, parseText } from "./config.js";

/** The vision tower, SigLIP. */
export interface SiglipConfig {
  readonly depth: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  /** Channels, height and width of every image in pixels. */
  readonly imageShape: readonly [number, number, number];
  readonly patchSize: number;
  readonly activation: ActivationName;
  readonly normEpsilon: number;
  /** Whether the checkpoint has SigLIP's pooling head, which Gemma 3 does not ask. */
  readonly hasHead: boolean;
}

export interface Gemma3Config {
  readonly text: Gemma3TextConfig;
  readonly vision: SiglipConfig;
  readonly imageToken: number;
  /** Square of patches that one token stands for, by its side. */
  readonly poolSize: number;
  /** Tokens of one image. */
  readonly imageTokens: number;
}

/**
 * Reads `config.json` of a Gemma 3 checkpoint with vision. Defaults are those of transformers' Gemma3Config.
 *
 * @throws for a field of the wrong kind, and for a variant of the architecture that this code does not compute
 */
export function parseGemma3Config(json: unknown): Gemma3Config {
  const file = new Fields(json);
  const text = file.section("text_config");
  const vision = parseVision(file.section("vision_config"));
  const imageTokens = file.integer("mm_tokens_per_image", 256);
  const patches = Math.floor(vision.imageShape[1] / vision.patchSize);
  const poolSize = patches / Math.sqrt(imageTokens);
  if (!Number.isInteger(poolSize)) {
    throw new Error(
      `models.config: mm_tokens_per_image is ${imageTokens} for ${patches} x ${patches} patches; expected a square whose side divides ${patches}. Use the config.json of this checkpoint.`,
    );
  }
  const parsed = parseText(text, parseNumberType(file, parseNumberType(text)));
  return {
    text: { ...parsed, tied: file.flag("tie_word_embeddings", parsed.tied) },
    vision,
    imageToken: file.integer("image_token_index", file.integer("image_token_id", 262144)),
    poolSize,
    imageTokens,
  };
}

function parseVision(vision: Fields): SiglipConfig {
  const side = vision.integer("image_size", 224);
  return {
    depth: vision.integer("num_hidden_layers", 12),
    hidden: vision.integer("hidden_size", 768),
    intermediate: vision.integer("intermediate_size", 3072),
    heads: vision.integer("num_attention_heads", 12),
    imageShape: [vision.integer("num_channels", 3), side, side],
    patchSize: vision.integer("patch_size", 16),
    activation: vision.choice("hidden_act", ACTIVATIONS, "gelu_pytorch_tanh"),
    normEpsilon: vision.number("layer_norm_eps", 1e-6),
    hasHead: vision.flag("vision_use_head", true),
  };
}
