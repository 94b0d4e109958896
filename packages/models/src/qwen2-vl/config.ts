import { Fields } from "../checkpoint/fields.js";
import { ACTIVATIONS, type ActivationName } from "../layers/activation.js";
import { parsePatchShape, type QwenVLConfig, type TowerConfig, visionRopeTheta } from "../qwen-vl/config.js";
import { parseQwen2 } from "../qwen-vl/qwen2-text.js";

export interface Qwen2VLVisionConfig extends TowerConfig {
  readonly activation: ActivationName;
  readonly mergerActivation: ActivationName;
}

export interface Qwen2VLConfig extends QwenVLConfig {
  readonly vision: Qwen2VLVisionConfig;
}

/**
 * Reads `config.json` of a Qwen2-VL checkpoint, flat or with `text_config`. Defaults are those of transformers'
 * Qwen2VLConfig.
 *
 * @throws for a field of the wrong kind, and for a variant of the architecture that this code does not compute
 */
export function parseQwen2VLConfig(json: unknown): Qwen2VLConfig {
  const vision = new Fields(json).section("vision_config");
  return { ...parseQwen2(json), vision: parseVision(vision) };
}

function parseVision(vision: Fields): Qwen2VLVisionConfig {
  const hidden = vision.integer("embed_dim", 1280);
  const heads = vision.integer("num_heads", 16);
  return {
    depth: vision.integer("depth", 32),
    hidden,
    intermediate: Math.trunc(hidden * vision.number("mlp_ratio", 4)),
    heads,
    headSize: hidden / heads,
    patchShape: parsePatchShape(vision, 14),
    mergeSize: vision.integer("spatial_merge_size", 2),
    outHidden: vision.integer("hidden_size", 3584),
    normEpsilon: 1e-6,
    ropeTheta: visionRopeTheta(vision),
    activation: vision.choice("hidden_act", ACTIVATIONS, "quick_gelu"),
    mergerActivation: "gelu",
  };
}
