import type * as tf from "@tensorflow/tfjs-core";
import { layerNorm, normRotary, rmsNorm } from "@vlm/ops";
import type { ModelParameter } from "./model-parameter.js";
import type { Parameters } from "./parameters.js";
import type { Rotation } from "./rotation.js";

export interface Norm {
  /** Numbers that are normalised together. */
  readonly size: number;
  /** [..., size] → [..., size] */
  apply(x: tf.Tensor): tf.Tensor;
}

/** A norm of the heads of queries or keys, which are rotated next. */
export interface HeadNorm extends Norm {
  /** `rotary` of `apply`: [N, H, D] → [N, H, D]. */
  applyRotated(x: tf.Tensor, rotation: Rotation): tf.Tensor;
}

export class RmsNorm implements HeadNorm {
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

  applyRotated(x: tf.Tensor, { cos, sin }: Rotation): tf.Tensor {
    return normRotary(x, this.#weight.value, this.#epsilon, cos, sin);
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
