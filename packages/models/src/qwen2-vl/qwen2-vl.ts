import type { Architecture } from "../architecture.js";
import { QwenVLNetwork } from "../qwen-vl/network.js";
import { qwenVL } from "../qwen-vl/qwen-vl.js";
import { qwen2Layers } from "../qwen-vl/qwen2-text.js";
import type { Qwen2VLConfig } from "./config.js";
import { qwen2VLShapes } from "./shapes.js";
import { Qwen2VLVisionTower } from "./vision-tower.js";

/** Qwen2-VL (arXiv 2409.12191), equal to transformers' Qwen2VLForConditionalGeneration. */
export function qwen2VL(config: Qwen2VLConfig): Architecture {
  return qwenVL(qwen2VLShapes(config), config, (parameters) => {
    const tower = new Qwen2VLVisionTower(config.vision, parameters);
    const layers = qwen2Layers(config.text, parameters);
    return new QwenVLNetwork(config, { type: "qwen2_vl", tower, layers }, parameters);
  });
}
