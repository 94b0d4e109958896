import { Fields } from "../checkpoint/fields.js";
import type { ActivationName } from "../layers/activation.js";
import { parsePatchShape, type QwenVLConfig, type TowerConfig, visionRopeTheta } from "../qwen-vl/config.js";
import { parseQwen2 } from "../qwen-vl/qwen2-text.js";

export interface Qwen2_5VLVisionConfig extends TowerConfig {
  readonly mergerActivation: ActivationName;
  /** Side of an attention window in merge blocks. */
  readonly window: number;
  /** Blocks whose patches see their whole frame. */
  readonly fullAttentionBlocks: readonly number[];
}

export interface Qwen2_5VLConfig extends QwenVLConfig {
  readonly vision: Qwen2_5VLVisionConfig;
}

/**
 * Reads `config.json` of a Qwen2.5-VL checkpoint, flat or with `text_config`. Defaults are those of transformers'
 * Qwen2_5_VLConfig.
 *
 * @throws for a field of the wrong kind, and for a variant of the architecture that this code does not compute
 */
export function parseQwen2_5VLConfig(json: unknown): Qwen2_5VLConfig {
  const vision = new Fields(json).section("vision_config");
  return { ...parseQwen2(json), vision: parseVision(vision) };
}

function parseVision(vision: Fields): Qwen2_5VLVisionConfig {
  vision.oneOf("hidden_act", ["silu"]);
  const [hidden, heads] = [vision.integer("hidden_size", 3584), vision.integer("num_heads", 16)];
  const patchShape = parsePatchShape(vision, 14);
  const mergeSize = vision.integer("spatial_merge_size", 2);
  return {
    depth: vision.integer("depth", 32),
    hidden,
    intermediate: vision.integer("intermediate_size", 3420),
    heads,
    headSize: hidden / heads,
    patchShape,
    mergeSize,
    outHidden: vision.integer("out_hidden_size", 3584),
    normEpsilon: 1e-6,
    ropeTheta: visionRopeTheta(vision),
    mergerActivation: "gelu",
    window: Math.floor(vision.integer("window_size", 112) / mergeSize / patchShape[2]),
    fullAttentionBlocks: vision.integers("fullatt_block_indexes", [7, 15, 23, 31]),
  };
}
