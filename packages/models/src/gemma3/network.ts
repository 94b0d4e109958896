import * as tf from "@tensorflow/tfjs-core";
import { KeyValueCache, runsOf, spreadRows } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import { checkTokens } from "../batch/check-tokens.js";
import { type Tokens, tokensOf } from "../batch/tokens.js";
import { Decoder } from "../language/decoder.js";
import type { Parameters } from "../layers/parameters.js";
import type { HiddenOptions, Network, Reading } from "../network.js";
import type { Gemma3TextConfig } from "./config.js";
import { Gemma3DecoderLayer, type Gemma3Step } from "./decoder-layer.js";
import type { ImageReader, SeenImages } from "./images.js";
import { HEAD } from "./names.js";
import { GemmaNorm } from "./norm.js";
import { rotationsOf } from "./rope.js";

export interface Gemma3Parts {
  readonly type: string;
  /** Module path of the language model. */
  readonly path: string;
  readonly images: ImageReader;
}

/** A decoder whose layers see a window or everything, and whose image tokens see each other both ways. */
export class Gemma3Network implements Network {
  readonly type: string;
  readonly outputPath: string = HEAD;
  readonly #config: Gemma3TextConfig;
  readonly #images: ImageReader;
  readonly #decoder: Decoder<Gemma3Step>;

  constructor(config: Gemma3TextConfig, { type, path, images }: Gemma3Parts, parameters: Parameters) {
    this.type = type;
    this.#config = config;
    this.#images = images;
    this.#decoder = new Decoder({
      embedding: parameters.tensor(`${path}.embed_tokens.weight`),
      layers: config.layerTypes.map(
        (type, i) => new Gemma3DecoderLayer(`${path}.layers.${i}`, type, config, parameters),
      ),
      norm: new GemmaNorm(`${path}.norm`, config.normEpsilon, parameters),
      head: config.tied ? null : parameters.linear(HEAD),
    });
  }

  get vocabulary(): number {
    return this.#config.vocabulary;
  }

  read(batch: Batch): Reading {
    const tokens = tokensOf(batch);
    checkTokens(tokens, batch, this.#config);
    const images = this.#images.read(batch, tokens);
    return {
      tokens,
      imageFeatures: images && (() => images.features()),
      hidden: (options) => this.#hidden(tokens, images, options),
    };
  }

  /** A sliding layer's forgets what its window leaves behind. */
  caches(): KeyValueCache[] {
    const { layerTypes, window } = this.#config;
    return layerTypes.map((type) => new KeyValueCache(type === "sliding_attention" ? { window } : {}));
  }

  extend(ids: Int32Array, positions: Int32Array, caches: readonly KeyValueCache[]): tf.Tensor {
    const rotations = rotationsOf(this.#config, positions);
    return this.#decoder.apply(this.#embed(ids), { counts: Array.from(ids, () => 1), rotations, blocks: null }, caches);
  }

  logits(hidden: tf.Tensor): tf.Tensor2D {
    return this.#decoder.logits(hidden);
  }

  loss(hidden: tf.Tensor, labels: Int32Array): tf.Scalar {
    return this.#decoder.loss(hidden, labels);
  }

  dispose(): void {
    this.#images.dispose();
    this.#decoder.dispose();
  }

  #hidden(tokens: Tokens, images: SeenImages | null, { caches, tail, onImages }: HiddenOptions = {}): tf.Tensor {
    const features = images?.features();
    if (features) onImages?.(features);
    const x = features ? this.#mixed(tokens.ids, images!, features) : this.#embed(tokens.ids);
    const rotations = rotationsOf(this.#config, tokens.positions[0]);
    return this.#decoder.apply(x, { counts: tokens.lengths, rotations, blocks: images?.blocks ?? null, tail }, caches);
  }

  /** [N, D] */
  #embed(ids: Int32Array): tf.Tensor {
    return tf.mul(this.#decoder.embed(ids), this.#config.embeddingScale);
  }

  /** Embeddings of text tokens and features of images, each in its place; the features are not scaled. */
  #mixed(ids: Int32Array, { imageRows, textRows }: SeenImages, features: tf.Tensor): tf.Tensor {
    const text = this.#embed(textRows.map((row) => ids[row]!));
    const spread = (x: tf.Tensor, rows: Int32Array): tf.Tensor => spreadRows(x, runsOf(rows), ids.length);
    return tf.add(spread(text, textRows), spread(features, imageRows));
  }
}
