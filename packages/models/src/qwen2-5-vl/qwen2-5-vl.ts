import type { Architecture } from "../architecture.js";
import { QwenVLNetwork } from "../qwen-vl/network.js";
import { qwenVL } from "../qwen-vl/qwen-vl.js";
import { qwen2Layers } from "../qwen-vl/qwen2-text.js";
import type { Qwen2_5VLConfig } from "./config.js";
import { qwen2_5VLShapes } from "./shapes.js";
import { Qwen2_5VLVisionTower } from "./vision-tower.js";

/** Qwen2.5-VL (arXiv 2502.13923), equal to transformers' Qwen2_5_VLForConditionalGeneration. */
export function qwen2_5VL(config: Qwen2_5VLConfig): Architecture {
  return qwenVL(qwen2_5VLShapes(config), config, (parameters) => {
    const tower = new Qwen2_5VLVisionTower(config.vision, parameters);
    const layers = qwen2Layers(config.text, parameters);
    return new QwenVLNetwork(config, { type: "qwen2_5_vl", tower, layers }, parameters);
  });
}
