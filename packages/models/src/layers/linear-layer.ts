import * as tf from "@tensorflow/tfjs-core";
import { linear, Weight } from "@vlm/ops";
import type { Adapter, Linear } from "@vlm/types";
import type { Parameter } from "./parameter.js";

/** A linear layer of a model, with a place for an adapter. It owns its weight. */
export class LinearLayer implements Linear<tf.Tensor> {
  readonly path: string;
  readonly bias: Parameter | null;
  adapter: Adapter<tf.Tensor> | null = null;
  #weight: Weight;

  constructor(path: string, weight: Weight, bias: Parameter | null) {
    this.path = path;
    this.#weight = weight;
    this.bias = bias;
  }

  get inputs(): number {
    return this.#weight.inputs;
  }

  get outputs(): number {
    return this.#weight.outputs;
  }

  /** [..., in] → [..., out] */
  apply(x: tf.Tensor): tf.Tensor {
    return linear(x, this.#weight, { ...(this.bias && { bias: this.bias.value }), adapter: this.adapter });
  }

  dense(): tf.Tensor {
    return tf.clone(this.#weight.value);
  }

  /** A `tf.Variable` is trained in place of the frozen weight. */
  replace(weight: tf.Tensor): void {
    if (weight.shape.join() !== [this.outputs, this.inputs].join()) {
      throw new Error(
        `models.Linear.replace: weight has shape [${weight.shape}] for ${this.path}; expected [${this.outputs},${this.inputs}]. Pass a weight of this layer.`,
      );
    }
    const old = this.#weight;
    this.#weight = new Weight(tf.keep(weight));
    if (old.value !== weight) old.dispose();
  }

  dispose(): void {
    this.#weight.dispose();
  }
}
