import type * as tf from "@tensorflow/tfjs-core";
import { rmsNorm } from "@vlm/ops";
import type { ModelParameter } from "../layers/model-parameter.js";
import type { Norm } from "../layers/norm.js";
import type { Parameters } from "../layers/parameters.js";

/** Gemma's RMSNorm: its weight is stored as what it is more than 1. */
export class GemmaNorm implements Norm {
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
    return rmsNorm(x, this.#weight.value, this.#epsilon, { offset: 1 });
  }
}
