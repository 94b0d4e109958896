import type * as tf from "@tensorflow/tfjs-core";
import { type Runs, runsOf, takeRows } from "@vlm/ops";
import { GatedPerceptron } from "../layers/gated-perceptron.js";
import { RmsNorm } from "../layers/norm.js";
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
import type { Qwen2_5VLVisionConfig } from "./config.js";
import { windowsOf } from "./windows.js";

/** Patches see their window, in some blocks their whole frame; inside the tower they stand window after window. */
export class Qwen2_5VLVisionTower implements VisionTower<ImageFeatures> {
  readonly #config: Qwen2_5VLVisionConfig;
  readonly #patches: ParameterMatrix;
  readonly #blocks: readonly VisionBlock[];
  readonly #merger: PatchMerger;

  constructor(config: Qwen2_5VLVisionConfig, parameters: Parameters) {
    const { normEpsilon, mergerActivation } = config;
    const merger = `${VISION}.merger`;
    this.#config = config;
    this.#patches = new ParameterMatrix(parameters.tensor(`${VISION}.patch_embed.proj.weight`));
    this.#blocks = Array.from({ length: config.depth }, (_, i) => blockOf(`${VISION}.blocks.${i}`, config, parameters));
    this.#merger = new PatchMerger(
      new RmsNorm(`${merger}.ln_q`, normEpsilon, parameters),
      new Perceptron(parameters.linear(`${merger}.mlp.0`), mergerActivation, parameters.linear(`${merger}.mlp.2`)),
    );
  }

  apply(pixels: tf.Tensor, grids: readonly PatchGrid[]): ImageFeatures {
    const { mergeSize, window, fullAttentionBlocks } = this.#config;
    const windows = windowsOf(grids, { mergeSize, side: window });
    // A frame's windows follow each other, so its patches are the same rows in either order.
    const frames = frameSegments(grids);
    const patches = patchRuns(windows.order, mergeSize ** 2);
    const { cos, sin } = visionRotation(this.#config, grids);
    const rotation = { cos: takeRows(cos, patches) as tf.Tensor2D, sin: takeRows(sin, patches) as tf.Tensor2D };
    let x = takeRows(this.#patches.apply(pixels), patches);
    this.#blocks.forEach((block, i) => {
      x = block.apply(x, rotation, fullAttentionBlocks.includes(i) ? frames : windows.segments);
    });
    return { embeddings: takeRows(this.#merger.apply(x), runsOf(inverse(windows.order))) };
  }

  dispose(): void {
    this.#patches.dispose();
  }
}

function blockOf(path: string, config: Qwen2_5VLVisionConfig, parameters: Parameters): VisionBlock {
  const { heads, normEpsilon } = config;
  return new VisionBlock({
    norm1: new RmsNorm(`${path}.norm1`, normEpsilon, parameters),
    norm2: new RmsNorm(`${path}.norm2`, normEpsilon, parameters),
    attention: new VisionAttention(`${path}.attn`, heads, parameters),
    perceptron: new GatedPerceptron(`${path}.mlp`, parameters),
  });
}

/** Rows of these blocks' patches. */
function patchRuns(blocks: Int32Array, patches: number): Runs {
  return runsOf(
    Int32Array.from({ length: blocks.length * patches }, (_, i) => {
      return blocks[Math.floor(i / patches)]! * patches + (i % patches);
    }),
  );
}

function inverse(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  order.forEach((block, i) => {
    places[block] = i;
  });
  return places;
}
