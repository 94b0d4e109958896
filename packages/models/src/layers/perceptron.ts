import type * as tf from "@tensorflow/tfjs-core";
import { ACTIVATIONS, type ActivationName } from "./activation.js";
import type { LinearLayer } from "./linear-layer.js";

/** Two linear layers with an activation between them. */
export class Perceptron {
  readonly #first: LinearLayer;
  readonly #activation: ActivationName;
  readonly #second: LinearLayer;

  constructor(first: LinearLayer, activation: ActivationName, second: LinearLayer) {
    this.#first = first;
    this.#activation = activation;
    this.#second = second;
  }

  get inputs(): number {
    return this.#first.inputs;
  }

  /** [..., in] → [..., out] */
  apply(x: tf.Tensor): tf.Tensor {
    return this.#second.apply(ACTIVATIONS[this.#activation](this.#first.apply(x)));
  }
}
