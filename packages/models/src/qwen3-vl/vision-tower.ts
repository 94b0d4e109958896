import * as tf from "@tensorflow/tfjs-core";
import type { ModelParameter } from "../layers/model-parameter.js";
import { LayerNorm } from "../layers/norm.js";
import { ParameterMatrix } from "../layers/parameter-matrix.js";
import type { Parameters } from "../layers/parameters.js";
import { Perceptron } from "../layers/perceptron.js";
import { VISION } from "../qwen-vl/names.js";
import type { VisionTower } from "../qwen-vl/network.js";
import { frameSegments, type PatchGrid } from "../vision/patch-grid.js";
import { PatchMerger } from "../vision/patch-merger.js";
import { VisionAttention } from "../vision/vision-attention.js";
import { VisionBlock } from "../vision/vision-block.js";
import { visionRotation } from "../vision/vision-rotation.js";
import type { Qwen3VLVisionConfig } from "./config.js";
import type { DeepstackFeatures } from "./deepstack-layer.js";
import { positionEmbedding } from "./position-embedding.js";

/** Patches of all images go through the tower together, each frame attending within itself. */
export class Qwen3VLVisionTower implements VisionTower<DeepstackFeatures> {
  readonly #config: Qwen3VLVisionConfig;
  readonly #patches: ParameterMatrix;
  readonly #patchBias: ModelParameter;
  readonly #positions: ModelParameter;
  readonly #blocks: readonly VisionBlock[];
  readonly #merger: PatchMerger;
  readonly #deepstackMergers: readonly PatchMerger[];

  constructor(config: Qwen3VLVisionConfig, parameters: Parameters) {
    this.#config = config;
    this.#patches = new ParameterMatrix(parameters.tensor(`${VISION}.patch_embed.proj.weight`));
    this.#patchBias = parameters.tensor(`${VISION}.patch_embed.proj.bias`);
    this.#positions = parameters.tensor(`${VISION}.pos_embed.weight`);
    this.#blocks = Array.from({ length: config.depth }, (_, i) => blockOf(`${VISION}.blocks.${i}`, config, parameters));
    this.#merger = mergerOf(`${VISION}.merger`, config, parameters);
    this.#deepstackMergers = config.deepstack.map((_, i) =>
      mergerOf(`${VISION}.deepstack_merger_list.${i}`, config, parameters),
    );
  }

  apply(pixels: tf.Tensor, grids: readonly PatchGrid[]): DeepstackFeatures {
    const { mergeSize, deepstack } = this.#config;
    const rotation = visionRotation(this.#config, grids);
    const frames = frameSegments(grids);
    const patches = tf.add(this.#patches.apply(pixels), this.#patchBias.value);
    const features: tf.Tensor[] = [];
    let x: tf.Tensor = tf.add(patches, positionEmbedding(this.#positions.value, grids, mergeSize));
    this.#blocks.forEach((block, i) => {
      x = block.apply(x, rotation, frames);
      deepstack.forEach(({ block: source }, index) => {
        if (source === i) features[index] = this.#deepstackMergers[index]!.apply(x);
      });
    });
    return { embeddings: this.#merger.apply(x), deepstack: features };
  }

  dispose(): void {
    this.#patches.dispose();
  }
}

function blockOf(path: string, config: Qwen3VLVisionConfig, parameters: Parameters): VisionBlock {
  const { heads, normEpsilon, activation } = config;
  return new VisionBlock({
    norm1: new LayerNorm(`${path}.norm1`, normEpsilon, parameters),
    norm2: new LayerNorm(`${path}.norm2`, normEpsilon, parameters),
    attention: new VisionAttention(`${path}.attn`, heads, parameters),
    perceptron: new Perceptron(
      parameters.linear(`${path}.mlp.linear_fc1`),
      activation,
      parameters.linear(`${path}.mlp.linear_fc2`),
    ),
  });
}

function mergerOf(
  path: string,
  { normEpsilon, mergerActivation }: Qwen3VLVisionConfig,
  parameters: Parameters,
): PatchMerger {
  const [fc1, fc2] = [parameters.linear(`${path}.linear_fc1`), parameters.linear(`${path}.linear_fc2`)];
  return new PatchMerger(
    new LayerNorm(`${path}.norm`, normEpsilon, parameters),
    new Perceptron(fc1, mergerActivation, fc2),
  );
}
