import type * as tf from "@tensorflow/tfjs-core";
import { attention, reshape, residual, type Segment } from "@vlm/ops";
import { runBlock } from "../layers/block.js";
import type { LinearLayer } from "../layers/linear-layer.js";
import { LayerNorm } from "../layers/norm.js";
import type { Parameters } from "../layers/parameters.js";
import { Perceptron } from "../layers/perceptron.js";
import type { SiglipConfig } from "./vision-config.js";

/** One layer of SigLIP: attention, then a perceptron, each with a norm before and a way around it. */
export class SiglipLayer {
  readonly #heads: number;
  readonly #linears: Readonly<Record<"k" | "v" | "q" | "out", LinearLayer>>;
  readonly #perceptron: Perceptron;
  readonly #norm1: LayerNorm;
  readonly #norm2: LayerNorm;

  constructor(path: string, { heads, activation, normEpsilon }: SiglipConfig, parameters: Parameters) {
    const linear = (name: string): LinearLayer => parameters.linear(`${path}.${name}`);
    this.#heads = heads;
    this.#norm1 = new LayerNorm(`${path}.layer_norm1`, normEpsilon, parameters);
    this.#linears = {
      k: linear("self_attn.k_proj"),
      v: linear("self_attn.v_proj"),
      q: linear("self_attn.q_proj"),
      out: linear("self_attn.out_proj"),
    };
    this.#norm2 = new LayerNorm(`${path}.layer_norm2`, normEpsilon, parameters);
    this.#perceptron = new Perceptron(linear("mlp.fc1"), activation, linear("mlp.fc2"));
  }

  /** [P, D] → [P, D] */
  apply(x: tf.Tensor, segments: readonly Segment[]): tf.Tensor {
    return runBlock((input) => {
      const mixed = residual(input, this.#attend(this.#norm1.apply(input), segments));
      return residual(mixed, this.#perceptron.apply(this.#norm2.apply(mixed)));
    }, x);
  }

  #attend(x: tf.Tensor, segments: readonly Segment[]): tf.Tensor {
    const [count, hidden] = x.shape as [number, number];
    const { q, k, v, out } = this.#linears;
    const heads = (linear: LinearLayer): tf.Tensor =>
      reshape(linear.apply(x), [count, this.#heads, hidden / this.#heads]);
    return out.apply(reshape(attention(heads(q), heads(k), heads(v), segments, { causal: false }), [count, hidden]));
  }
}
