import type { Architecture } from "../architecture.js";
import { DecoderLayer } from "../language/decoder-layer.js";
import type { Layer } from "../language/step.js";
import { RmsNorm } from "../layers/norm.js";
import type { Parameters } from "../layers/parameters.js";
import { LANGUAGE_MODEL } from "../qwen-vl/names.js";
import { type ImageStep, QwenVLNetwork } from "../qwen-vl/network.js";
import { qwenVL } from "../qwen-vl/qwen-vl.js";
import type { Qwen3VLConfig } from "./config.js";
import { type DeepstackFeatures, DeepstackLayer } from "./deepstack-layer.js";
import { qwen3VLShapes } from "./shapes.js";
import { Qwen3VLVisionTower } from "./vision-tower.js";

/** Qwen3-VL (arXiv 2511.21631), equal to transformers' Qwen3VLForConditionalGeneration. */
export function qwen3VL(config: Qwen3VLConfig): Architecture {
  return qwenVL(qwen3VLShapes(config), config, (parameters) => {
    const tower = new Qwen3VLVisionTower(config.vision, parameters);
    const layers = Array.from({ length: config.text.layers }, (_, i) => layerOf(i, config, parameters));
    return new QwenVLNetwork(config, { type: "qwen3_vl", tower, layers }, parameters);
  });
}

function layerOf(
  index: number,
  { text, vision }: Qwen3VLConfig,
  parameters: Parameters,
): Layer<ImageStep<DeepstackFeatures>> {
  const path = `${LANGUAGE_MODEL}.layers.${index}`;
  const norm = (name: string): RmsNorm => new RmsNorm(`${path}.self_attn.${name}`, text.normEpsilon, parameters);
  const layer = new DecoderLayer(path, text, { query: norm("q_norm"), key: norm("k_norm") }, parameters);
  const features = vision.deepstack.findIndex(({ layer }) => layer === index);
  return features < 0 ? layer : new DeepstackLayer(layer, features);
}
