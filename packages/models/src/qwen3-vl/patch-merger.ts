import * as tf from "@tensorflow/tfjs-core";
import { gelu, layerNorm } from "@vlm/ops";
import type { LinearLayer } from "../layers/linear-layer.js";
import type { Parameters } from "../layers/parameters.js";
import { VISION_NORM_EPSILON } from "./vision-block.js";

/**
 * Makes one feature of the language model's width out of each merge block. Whether the norm sees patches or whole
 * blocks follows from the size of its weight.
 */
export class PatchMerger {
  readonly #merged: number;
  readonly #norm: readonly [tf.Tensor, tf.Tensor];
  readonly #fc1: LinearLayer;
  readonly #fc2: LinearLayer;

  constructor(path: string, parameters: Parameters) {
    this.#norm = [parameters.tensor(`${path}.norm.weight`), parameters.tensor(`${path}.norm.bias`)];
    this.#fc1 = parameters.linear(`${path}.linear_fc1`);
    this.#fc2 = parameters.linear(`${path}.linear_fc2`);
    this.#merged = this.#fc1.inputs;
  }

  /** [P, D] → [P / merge², out] */
  apply(x: tf.Tensor): tf.Tensor {
    const normal = layerNorm(tf.reshape(x, [-1, this.#norm[0].shape[0]!]), ...this.#norm, VISION_NORM_EPSILON);
    return this.#fc2.apply(gelu(this.#fc1.apply(tf.reshape(normal, [-1, this.#merged]))));
  }
}
