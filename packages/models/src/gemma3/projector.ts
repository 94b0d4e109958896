import * as tf from "@tensorflow/tfjs-core";
import { matmul } from "@vlm/ops";
import type { ModelParameter } from "../layers/model-parameter.js";
import type { Parameters } from "../layers/parameters.js";
import { PROJECTOR } from "./names.js";
import { GemmaNorm } from "./norm.js";
import type { Gemma3Config } from "./vision-config.js";

/** Makes one feature of the language model's width out of each square of patches. */
export class Projector {
  readonly #side: number;
  readonly #pool: number;
  readonly #norm: GemmaNorm;
  /** [vision, text]: no linear layer, neither in its layout nor for adapters. */
  readonly #matrix: ModelParameter;

  constructor({ vision, imageTokens, poolSize }: Gemma3Config, parameters: Parameters) {
    this.#side = Math.sqrt(imageTokens);
    this.#pool = poolSize;
    this.#matrix = parameters.tensor(`${PROJECTOR}.mm_input_projection_weight`);
    this.#norm = new GemmaNorm(`${PROJECTOR}.mm_soft_emb_norm`, vision.normEpsilon, parameters);
  }

  /** [images × patches, vision] → [images × tokens, text] */
  apply(patches: tf.Tensor): tf.Tensor {
    return matmul(this.#norm.apply(this.#average(patches)), this.#matrix.value);
  }

  /** The mean of each square of patches: of its rows, then along what is left of them. */
  #average(patches: tf.Tensor): tf.Tensor {
    const hidden = patches.shape[1]!;
    const rows = tf.mean(tf.reshape(patches, [-1, this.#pool, this.#side * this.#pool * hidden]), 1);
    return tf.mean(tf.reshape(rows, [-1, this.#pool, hidden]), 1);
  }
}
