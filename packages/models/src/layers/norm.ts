import type * as tf from "@tensorflow/tfjs-core";
import { layerNorm, rmsNorm } from "@vlm/ops";
import type { ModelParameter } from "./model-parameter.js";
import type { Parameters } from "./parameters.js";

export interface Norm {
  /** Numbers that are normalised together. */
  readonly size: number;
  /** [..., size] → [..., size] */
  apply(x: tf.Tensor): tf.Tensor;
}

export class RmsNorm implements Norm {
  readonly #weight: ModelParameter;
  readonly #epsilon: number;

  constructor(path: string, epsilon: number, parameters: Parameters) {
    this.#weight = parameters.tensor(`${path}.weight`);
    this.#epsilon = epsilon;
  }

  get size(): number {
    return this.#weight.value.size;
  }

  apply(x: tf.Tensor): tf.Tensor {
    return rmsNorm(x, this.#weight.value, this.#epsilon);
  }
}

export class LayerNorm implements Norm {
  readonly #weight: ModelParameter;
  readonly #bias: ModelParameter;
  readonly #epsilon: number;

  constructor(path: string, epsilon: number, parameters: Parameters) {
    this.#weight = parameters.tensor(`${path}.weight`);
    this.#bias = parameters.tensor(`${path}.bias`);
    this.#epsilon = epsilon;
  }

  get size(): number {
    return this.#weight.value.size;
  }

  apply(x: tf.Tensor): tf.Tensor {
    return layerNorm(x, this.#weight.value, this.#bias.value, this.#epsilon);
  }
}
