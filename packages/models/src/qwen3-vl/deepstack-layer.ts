import type * as tf from "@tensorflow/tfjs-core";
import { type KeyValueCache, residual, spreadRows } from "@vlm/ops";
import type { Layer } from "../language/step.js";
import { within } from "../language/tail.js";
import type { ImageFeatures, ImageStep } from "../qwen-vl/network.js";

export interface DeepstackFeatures extends ImageFeatures {
  /** [M, D] each. */
  readonly deepstack: readonly tf.Tensor[];
}

/** A decoder layer after which features of the images are added to their tokens (DeepStack, arXiv 2406.04334). */
export class DeepstackLayer implements Layer<ImageStep<DeepstackFeatures>> {
  readonly #layer: Layer<ImageStep<DeepstackFeatures>>;
  readonly #index: number;

  /** @param index which of the features */
  constructor(layer: Layer<ImageStep<DeepstackFeatures>>, index: number) {
    this.#layer = layer;
    this.#index = index;
  }

  apply(x: tf.Tensor, step: ImageStep<DeepstackFeatures>, cache: KeyValueCache | null): tf.Tensor {
    if (!step.images) return this.#layer.apply(x, step, cache);
    const { features, rows } = step.images;
    // Adding to the images' tokens needs all rows.
    const hidden = this.#layer.apply(x, { ...step, tail: undefined }, cache);
    const added = residual(hidden, spreadRows(features.deepstack[this.#index]!, rows, hidden.shape[0]!));
    return within(added, step.tail);
  }
}
