import type * as tf from "@tensorflow/tfjs-core";
import { LayerNorm } from "../layers/norm.js";
import { ParameterMatrix } from "../layers/parameter-matrix.js";
import type { Parameters } from "../layers/parameters.js";
import { Perceptron } from "../layers/perceptron.js";
import { VISION } from "../qwen-vl/names.js";
import type { ImageFeatures, VisionTower } from "../qwen-vl/network.js";
import { frameSegments, type PatchGrid } from "../vision/patch-grid.js";
import { PatchMerger } from "../vision/patch-merger.js";
import { VisionAttention } from "../vision/vision-attention.js";
import { VisionBlock } from "../vision/vision-block.js";
import { visionRotation } from "../vision/vision-rotation.js";
import type { Qwen2VLVisionConfig } from "./config.js";

/** Patches of all images go through the tower together, each frame attending within itself. */
export class Qwen2VLVisionTower implements VisionTower<ImageFeatures> {
  readonly #config: Qwen2VLVisionConfig;
  readonly #patches: ParameterMatrix;
  readonly #blocks: readonly VisionBlock[];
  readonly #merger: PatchMerger;

  constructor(config: Qwen2VLVisionConfig, parameters: Parameters) {
    const { normEpsilon, mergerActivation } = config;
    const merger = `${VISION}.merger`;
    this.#config = config;
    this.#patches = new ParameterMatrix(parameters.tensor(`${VISION}.patch_embed.proj.weight`));
    this.#blocks = Array.from({ length: config.depth }, (_, i) => blockOf(`${VISION}.blocks.${i}`, config, parameters));
    this.#merger = new PatchMerger(
      new LayerNorm(`${merger}.ln_q`, normEpsilon, parameters),
      new Perceptron(parameters.linear(`${merger}.mlp.0`), mergerActivation, parameters.linear(`${merger}.mlp.2`)),
    );
  }

  apply(pixels: tf.Tensor, grids: readonly PatchGrid[]): ImageFeatures {
    const rotation = visionRotation(this.#config, grids);
    const frames = frameSegments(grids);
    const x = this.#blocks.reduce(
      (hidden, block) => block.apply(hidden, rotation, frames),
      this.#patches.apply(pixels),
    );
    return { embeddings: this.#merger.apply(x) };
  }

  dispose(): void {
    this.#patches.dispose();
  }
}

function blockOf(path: string, config: Qwen2VLVisionConfig, parameters: Parameters): VisionBlock {
  const { heads, normEpsilon, activation } = config;
  return new VisionBlock({
    norm1: new LayerNorm(`${path}.norm1`, normEpsilon, parameters),
    norm2: new LayerNorm(`${path}.norm2`, normEpsilon, parameters),
    attention: new VisionAttention(`${path}.attn`, heads, parameters),
    perceptron: new Perceptron(parameters.linear(`${path}.mlp.fc1`), activation, parameters.linear(`${path}.mlp.fc2`)),
  });
}
