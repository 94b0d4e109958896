import * as tf from "@tensorflow/tfjs-core";
import { embedding, type KeyValueCache, linear, type Runs, rmsNorm, spreadRows, takeRows, Weight } from "@vlm/ops";
import type { LinearLayer } from "../layers/linear-layer.js";
import type { Parameters } from "../layers/parameters.js";
import type { Qwen3VLConfig, TextConfig } from "./config.js";
import { DecoderLayer, type Step } from "./decoder-layer.js";
import { EMBEDDING, HEAD } from "./shapes.js";
import type { Tail } from "./tail.js";
import { textRotation } from "./text-rotation.js";

/** Features to add to the tokens of images after the first decoder layers. */
export interface Deepstack {
  readonly features: readonly tf.Tensor[];
  /** The image tokens, among the N of the step. */
  readonly rows: Runs;
}

export interface TextOptions {
  /** One for each layer. */
  readonly caches?: readonly KeyValueCache[];
  readonly deepstack?: Deepstack;
  readonly tail?: Tail;
}

/** The language model: embeddings in, hidden states out, and the head that makes logits of them. */
export class TextModel {
  readonly #config: TextConfig;
  readonly #embedding: tf.Tensor;
  readonly #layers: readonly DecoderLayer[];
  readonly #norm: tf.Tensor;
  /** The embedding table as a head where the two are tied. */
  readonly #head: LinearLayer | Weight;

  constructor({ text, tied }: Qwen3VLConfig, parameters: Parameters) {
    this.#config = text;
    this.#embedding = parameters.tensor(`${EMBEDDING}.weight`);
    this.#layers = Array.from(
      { length: text.layers },
      (_, i) => new DecoderLayer(`model.language_model.layers.${i}`, text, parameters),
    );
    this.#norm = parameters.tensor("model.language_model.norm.weight");
    this.#head = tied ? new Weight(this.#embedding) : parameters.linear(HEAD);
  }

  get layerCount(): number {
    return this.#layers.length;
  }

  /** [N, D] */
  embed(ids: Int32Array): tf.Tensor {
    return embedding(ids, this.#embedding);
  }

  /**
   * Hidden states after the last norm, [N, D], or those of the tail alone.
   *
   * @param x [N, D]
   * @param positions three axes of [N]
   * @param counts new tokens of each sequence
   */
  apply(
    x: tf.Tensor,
    positions: readonly Int32Array[],
    counts: readonly number[],
    { caches, deepstack, tail }: TextOptions = {},
  ): tf.Tensor {
    const step: Step = { counts, rotation: textRotation(this.#config, positions) };
    const last = this.#layers.length - 1;
    // Features for the last layer's output would need all its rows.
    const cut = tail && !deepstack?.features[last] ? tail : undefined;
    let hidden = x;
    this.#layers.forEach((layer, i) => {
      hidden = layer.apply(hidden, i === last ? { ...step, tail: cut } : step, caches?.[i] ?? null);
      const features = deepstack?.features[i];
      if (features) hidden = tf.add(hidden, spreadRows(features, deepstack.rows, hidden.shape[0]!));
    });
    if (tail && !cut) hidden = takeRows(hidden, tail.runs);
    return rmsNorm(hidden, this.#norm, this.#config.normEpsilon);
  }

  /** [N, D] → [N, V] */
  logits(hidden: tf.Tensor): tf.Tensor2D {
    const logits = this.#head instanceof Weight ? linear(hidden, this.#head) : this.#head.apply(hidden);
    return logits as tf.Tensor2D;
  }

  dispose(): void {
    if (this.#head instanceof Weight) this.#head.dispose();
  }
}
