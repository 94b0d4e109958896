import * as tf from "@tensorflow/tfjs-core";
import type { Parameter } from "@vlm/types";

/** A tensor of a model that is not a linear layer's weight: a norm's, a bias, an embedding. It owns its value. */
export class ModelParameter implements Parameter<tf.Tensor> {
  /** Its name in the checkpoint: `"model.language_model.norm.weight"`. */
  readonly name: string;
  substitute: tf.Tensor | null = null;
  #value: tf.Tensor;

  constructor(name: string, value: tf.Tensor) {
    this.name = name;
    this.#value = value;
  }

  get value(): tf.Tensor {
    return this.substitute ?? this.#value;
  }

  /** A `tf.Variable` is trained in place of the frozen value. */
  replace(value: tf.Tensor): void {
    if (value.shape.join() !== this.#value.shape.join()) {
      throw new Error(
        `models.ModelParameter.replace: value has shape [${value.shape}] for ${this.name}; expected [${this.#value.shape}]. Pass a value of this parameter.`,
      );
    }
    const old = this.#value;
    this.#value = tf.keep(value);
    if (old !== value) old.dispose();
  }

  dispose(): void {
    this.#value.dispose();
  }
}
