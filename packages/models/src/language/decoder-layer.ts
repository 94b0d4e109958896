import type * as tf from "@tensorflow/tfjs-core";
import { type KeyValueCache, residual } from "@vlm/ops";
import { GatedPerceptron } from "../layers/gated-perceptron.js";
import { type Norm, RmsNorm } from "../layers/norm.js";
import type { Parameters } from "../layers/parameters.js";
import { type HeadNorms, type HeadSizes, type RotaryStep, SelfAttention } from "./self-attention.js";
import type { Layer } from "./step.js";
import { within } from "./tail.js";

export interface DecoderLayerSizes extends HeadSizes {
  readonly normEpsilon: number;
}

/** A layer of Qwen's language models: attention, then SwiGLU, each with a norm before and a way around it. */
export class DecoderLayer implements Layer<RotaryStep> {
  readonly #attention: SelfAttention;
  readonly #perceptron: GatedPerceptron;
  readonly #inputNorm: Norm;
  readonly #middleNorm: Norm;

  constructor(path: string, sizes: DecoderLayerSizes, headNorms: HeadNorms | null, parameters: Parameters) {
    this.#attention = new SelfAttention(`${path}.self_attn`, sizes, headNorms, parameters);
    this.#perceptron = new GatedPerceptron(`${path}.mlp`, parameters);
    this.#inputNorm = new RmsNorm(`${path}.input_layernorm`, sizes.normEpsilon, parameters);
    this.#middleNorm = new RmsNorm(`${path}.post_attention_layernorm`, sizes.normEpsilon, parameters);
  }

  apply(x: tf.Tensor, step: RotaryStep, cache: KeyValueCache | null): tf.Tensor {
    const mixed = residual(within(x, step.tail), this.#attention.apply(this.#inputNorm.apply(x), step, cache));
    return residual(mixed, this.#perceptron.apply(this.#middleNorm.apply(mixed)));
  }
}
