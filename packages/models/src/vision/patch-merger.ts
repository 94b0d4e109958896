import * as tf from "@tensorflow/tfjs-core";
import type { Norm } from "../layers/norm.js";
import type { Perceptron } from "../layers/perceptron.js";

/**
 * Makes one feature of the language model's width out of each merge block. Whether the norm sees patches or whole
 * blocks follows from its size.
 */
export class PatchMerger {
  readonly #norm: Norm;
  readonly #perceptron: Perceptron;

  constructor(norm: Norm, perceptron: Perceptron) {
    this.#norm = norm;
    this.#perceptron = perceptron;
  }

  /** [P, D] → [P / merge², out] */
  apply(x: tf.Tensor): tf.Tensor {
    const normal = this.#norm.apply(tf.reshape(x, [-1, this.#norm.size]));
    return this.#perceptron.apply(tf.reshape(normal, [-1, this.#perceptron.inputs]));
  }
}
