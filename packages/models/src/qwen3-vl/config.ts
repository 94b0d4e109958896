import { Fields } from "../checkpoint/fields.js";
import { interleavedAxes } from "../language/mrope.js";
import { ACTIVATIONS, type ActivationName } from "../layers/activation.js";
import {
  parsePatchShape,
  parseText,
  parseTokens,
  type QwenVLConfig,
  type TextConfig,
  type TowerConfig,
  visionRopeTheta,
} from "../qwen-vl/config.js";

export interface Qwen3VLTextConfig extends TextConfig {
  readonly attentionBias: boolean;
}

export interface Qwen3VLVisionConfig extends TowerConfig {
  readonly activation: ActivationName;
  readonly mergerActivation: ActivationName;
  readonly positionEmbeddings: number;
  readonly deepstack: readonly Deepstack[];
}

/** Features of a vision block's output that are added to a decoder layer's. */
export interface Deepstack {
  readonly block: number;
  readonly layer: number;
}

export interface Qwen3VLConfig extends QwenVLConfig {
  readonly text: Qwen3VLTextConfig;
  readonly vision: Qwen3VLVisionConfig;
}

/**
 * Reads `config.json` of a Qwen3-VL checkpoint. Defaults are those of transformers' Qwen3VLConfig.
 *
 * @throws for a field of the wrong kind, and for a variant of the architecture that this code does not compute
 */
export function parseQwen3VLConfig(json: unknown): Qwen3VLConfig {
  const file = new Fields(json);
  const text = file.section("text_config");
  text.section(text.has("rope_parameters") ? "rope_parameters" : "rope_scaling").oneOf("mrope_interleaved", [true]);
  return {
    text: {
      ...parseText(text, {
        headSize: text.integer("head_dim", 128),
        maxPositions: 128000,
        normEpsilon: 1e-6,
        ropeTheta: 5e5,
        sections: [24, 20, 20],
        axes: interleavedAxes,
      }),
      attentionBias: text.flag("attention_bias", false),
    },
    vision: parseVision(file.section("vision_config")),
    ...parseTokens(file, text),
  };
}

function parseVision(vision: Fields): Qwen3VLVisionConfig {
  const [hidden, heads] = [vision.integer("hidden_size"), vision.integer("num_heads")];
  return {
    depth: vision.integer("depth"),
    hidden,
    intermediate: vision.integer("intermediate_size"),
    heads,
    headSize: hidden / heads,
    patchShape: parsePatchShape(vision, 16),
    mergeSize: vision.integer("spatial_merge_size", 2),
    outHidden: vision.integer("out_hidden_size"),
    normEpsilon: 1e-6,
    ropeTheta: visionRopeTheta(vision),
    activation: vision.choice("hidden_act", ACTIVATIONS, "gelu_pytorch_tanh"),
    mergerActivation: "gelu",
    positionEmbeddings: vision.integer("num_position_embeddings", 2304),
    deepstack: vision.integers("deepstack_visual_indexes", [8, 16, 24]).map((block, layer) => ({ block, layer })),
  };
}
