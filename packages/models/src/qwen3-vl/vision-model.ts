import * as tf from "@tensorflow/tfjs-core";
import { linear, segmentsOf, Weight } from "@vlm/ops";
import type { Parameters } from "../layers/parameters.js";
import type { VisionConfig } from "./config.js";
import type { PatchGrid } from "./patch-grid.js";
import { PatchMerger } from "./patch-merger.js";
import { positionEmbedding } from "./position-embedding.js";
import { VisionBlock } from "./vision-block.js";
import { visionRotation } from "./vision-rotation.js";

/** What the vision tower says of all images of a batch, one row for each image token. */
export interface ImageFeatures {
  /** [M, D], in the place of the image tokens' embeddings. */
  readonly embeddings: tf.Tensor;
  /** [M, D] each; the i-th is added after the i-th decoder layer. */
  readonly deepstack: readonly tf.Tensor[];
}

/** The vision tower: patches of all images go through it together, each frame attending within itself. */
export class VisionModel {
  readonly #config: VisionConfig;
  readonly #patchWeight: Weight;
  readonly #patchBias: tf.Tensor;
  readonly #positions: tf.Tensor;
  readonly #blocks: readonly VisionBlock[];
  readonly #merger: PatchMerger;
  readonly #deepstackMergers: readonly PatchMerger[];

  constructor(config: VisionConfig, parameters: Parameters) {
    this.#config = config;
    const root = "model.visual";
    // Kernel and stride of the patch embedding's convolution are equal, so it is a linear layer over whole patches.
    const kernels = parameters.tensor(`${root}.patch_embed.proj.weight`);
    this.#patchWeight = new Weight(tf.reshape(kernels, [config.hidden, config.patchNumbers]));
    this.#patchBias = parameters.tensor(`${root}.patch_embed.proj.bias`);
    this.#positions = parameters.tensor(`${root}.pos_embed.weight`);
    this.#blocks = Array.from(
      { length: config.depth },
      (_, i) => new VisionBlock(`${root}.blocks.${i}`, config.heads, parameters),
    );
    this.#merger = new PatchMerger(`${root}.merger`, parameters);
    this.#deepstackMergers = config.deepstackBlocks.map(
      (_, i) => new PatchMerger(`${root}.deepstack_merger_list.${i}`, parameters),
    );
  }

  /** @param pixels [P, patch numbers] */
  apply(pixels: tf.Tensor, grids: readonly PatchGrid[]): ImageFeatures {
    const { mergeSize, deepstackBlocks } = this.#config;
    const rotation = visionRotation(this.#config, grids);
    const frames = segmentsOf(grids.flatMap((grid) => Array<number>(grid.frames).fill(grid.height * grid.width)));
    const patches = linear(pixels, this.#patchWeight, { bias: this.#patchBias });
    let x: tf.Tensor = tf.add(patches, positionEmbedding(this.#positions, grids, mergeSize));
    const deepstack: tf.Tensor[] = [];
    this.#blocks.forEach((block, i) => {
      x = block.apply(x, rotation, frames);
      const index = deepstackBlocks.indexOf(i);
      if (index >= 0) deepstack.push(this.#deepstackMergers[index]!.apply(x));
    });
    return { embeddings: this.#merger.apply(x), deepstack };
  }

  dispose(): void {
    this.#patchWeight.dispose();
  }
}
