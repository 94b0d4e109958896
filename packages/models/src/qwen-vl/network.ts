import * as tf from "@tensorflow/tfjs-core";
import { type KeyValueCache, type Runs, runsOf, spreadRows } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import { Decoder } from "../language/decoder.js";
import { multimodalRotation } from "../language/mrope.js";
import type { RotaryStep } from "../language/self-attention.js";
import type { Layer } from "../language/step.js";
import { RmsNorm } from "../layers/norm.js";
import type { Parameters } from "../layers/parameters.js";
import type { HiddenOptions, Network, Reading } from "../network.js";
import type { PatchGrid } from "../vision/patch-grid.js";
import type { QwenVLConfig } from "./config.js";
import { type ImageInput, imageInputOf } from "./image-input.js";
import { EMBEDDING, HEAD, LANGUAGE_MODEL } from "./names.js";

/** What a vision tower says of all images of a batch, one row for each image token. */
export interface ImageFeatures {
  /** [M, D], in the place of the image tokens' embeddings. */
  readonly embeddings: tf.Tensor;
}

export interface VisionTower<F extends ImageFeatures> {
  /** @param pixels [P, patch numbers] */
  apply(pixels: tf.Tensor, grids: readonly PatchGrid[]): F;
  dispose(): void;
}

/** What decoder layers are told. */
export interface ImageStep<F extends ImageFeatures> extends RotaryStep {
  readonly images: {
    readonly features: F;
    /** The image tokens, among the N of the step. */
    readonly rows: Runs;
  } | null;
}

export interface QwenVLParts<F extends ImageFeatures> {
  readonly type: string;
  readonly tower: VisionTower<F>;
  readonly layers: readonly Layer<ImageStep<F>>[];
}

/** A vision tower whose features take the place of image tokens, and a decoder with positions in three axes. */
export class QwenVLNetwork<F extends ImageFeatures> implements Network {
  readonly type: string;
  readonly outputPath: string = HEAD;
  readonly #config: QwenVLConfig;
  readonly #tower: VisionTower<F>;
  readonly #decoder: Decoder<ImageStep<F>>;

  constructor(config: QwenVLConfig, { type, tower, layers }: QwenVLParts<F>, parameters: Parameters) {
    this.type = type;
    this.#config = config;
    this.#tower = tower;
    this.#decoder = new Decoder({
      embedding: parameters.tensor(`${EMBEDDING}.weight`),
      layers,
      norm: new RmsNorm(`${LANGUAGE_MODEL}.norm`, config.text.normEpsilon, parameters),
      head: config.tied ? null : parameters.linear(HEAD),
    });
  }

  get vocabulary(): number {
    return this.#config.text.vocabulary;
  }

  read(batch: Batch): Reading {
    const input = imageInputOf(this.#config, batch);
    const { pixels, grids } = input;
    return {
      tokens: input,
      imageFeatures: pixels && (() => this.#see(pixels, grids).embeddings),
      hidden: (options) => this.#hidden(input, options),
    };
  }

  caches(): KeyValueCache[] {
    return this.#decoder.caches();
  }

  extend(ids: Int32Array, positions: Int32Array, caches: readonly KeyValueCache[]): tf.Tensor {
    const rotation = multimodalRotation(this.#config.text, [positions, positions, positions]);
    const counts = Array.from(ids, () => 1);
    return this.#decoder.apply(this.#decoder.embed(ids), { counts, rotation, images: null }, caches);
  }

  logits(hidden: tf.Tensor): tf.Tensor2D {
    return this.#decoder.logits(hidden);
  }

  loss(hidden: tf.Tensor, labels: Int32Array): tf.Scalar {
    return this.#decoder.loss(hidden, labels);
  }

  dispose(): void {
    this.#tower.dispose();
    this.#decoder.dispose();
  }

  #hidden(input: ImageInput, { caches, tail, onImages }: HiddenOptions = {}): tf.Tensor {
    const { x, images } = this.#embed(input);
    if (images) onImages?.(images.features.embeddings);
    const rotation = multimodalRotation(this.#config.text, input.positions);
    return this.#decoder.apply(x, { counts: input.lengths, rotation, images, tail }, caches);
  }

  /** Embeddings of text tokens and features of images, each in its place. */
  #embed({ ids, textRows, imageRows, grids, pixels }: ImageInput): { x: tf.Tensor; images: ImageStep<F>["images"] } {
    const text = this.#decoder.embed(textRows.map((row) => ids[row]!));
    if (!pixels) return { x: text, images: null };
    const features = this.#see(pixels, grids);
    const rows = runsOf(imageRows);
    const x = tf.add(spreadRows(text, runsOf(textRows), ids.length), spreadRows(features.embeddings, rows, ids.length));
    return { x, images: { features, rows } };
  }

  #see(pixels: Float32Array, grids: readonly PatchGrid[]): F {
    const patchNumbers = this.#config.vision.patchShape.reduce((a, b) => a * b, 1);
    return this.#tower.apply(tf.tensor2d(pixels, [pixels.length / patchNumbers, patchNumbers]), grids);
  }
}
