import type * as tf from "@tensorflow/tfjs-core";
import { normRotary, rmsNorm } from "@vlm/ops";
import type { ModelParameter } from "../layers/model-parameter.js";
import type { HeadNorm } from "../layers/norm.js";
import type { Parameters } from "../layers/parameters.js";
import type { Rotation } from "../layers/rotation.js";

/** Gemma's RMSNorm: its weight is stored as what it is more than 1. */
export class GemmaNorm implements HeadNorm {
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

  applyRotated(x: tf.Tensor, { cos, sin }: Rotation): tf.Tensor {
    return normRotary(x, this.#weight.value, this.#epsilon, cos, sin, { offset: 1 });
  }
}
