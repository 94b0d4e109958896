import type * as tf from "@tensorflow/tfjs-core";
import { attention, geglu, type KeyValueCache, type Runs, residual } from "@vlm/ops";
import { type Attend, SelfAttention } from "../language/self-attention.js";
import type { Layer, Step } from "../language/step.js";
import { within } from "../language/tail.js";
import { GatedPerceptron } from "../layers/gated-perceptron.js";
import type { Parameters } from "../layers/parameters.js";
import type { Rotation } from "../layers/rotation.js";
import type { Gemma3TextConfig } from "./config.js";
import type { LayerType } from "./layer-type.js";
import { GemmaNorm } from "./norm.js";

export interface Gemma3Step extends Step {
  readonly rotations: Readonly<Record<LayerType, Rotation>>;
  /** Tokens of each sequence that see each other both ways, those of one image; null without images. */
  readonly blocks: readonly Runs[] | null;
}

type RotatedStep = Gemma3Step & { readonly rotation: Rotation };

/** Attention, then GeGLU, each between two norms and with a way around all three. */
export class Gemma3DecoderLayer implements Layer<Gemma3Step> {
  readonly #type: LayerType;
  readonly #attention: SelfAttention<RotatedStep>;
  readonly #perceptron: GatedPerceptron;
  readonly #norms: Readonly<Record<"beforeAttention" | "afterAttention" | "beforeMlp" | "afterMlp", GemmaNorm>>;

  constructor(path: string, type: LayerType, config: Gemma3TextConfig, parameters: Parameters) {
    const norm = (name: string): GemmaNorm => new GemmaNorm(`${path}.${name}`, config.normEpsilon, parameters);
    const { activation: approximate } = config;
    this.#type = type;
    this.#attention = new SelfAttention(
      `${path}.self_attn`,
      config,
      { query: norm("self_attn.q_norm"), key: norm("self_attn.k_norm") },
      parameters,
      attendAs(type, config),
    );
    this.#perceptron = new GatedPerceptron(`${path}.mlp`, parameters, (gate, up) => geglu(gate, up, { approximate }));
    this.#norms = {
      beforeAttention: norm("input_layernorm"),
      afterAttention: norm("post_attention_layernorm"),
      beforeMlp: norm("pre_feedforward_layernorm"),
      afterMlp: norm("post_feedforward_layernorm"),
    };
  }

  apply(x: tf.Tensor, step: Gemma3Step, cache: KeyValueCache | null): tf.Tensor {
    const { beforeAttention, afterAttention, beforeMlp, afterMlp } = this.#norms;
    const rotated = { ...step, rotation: step.rotations[this.#type] };
    const attended = this.#attention.apply(beforeAttention.apply(x), rotated, cache);
    const mixed = residual(within(x, step.tail), afterAttention.apply(attended));
    return residual(mixed, afterMlp.apply(this.#perceptron.apply(beforeMlp.apply(mixed))));
  }
}

function attendAs(type: LayerType, { attentionScale, window }: Gemma3TextConfig): Attend<RotatedStep> {
  const options = { scale: attentionScale, ...(type === "sliding_attention" && { window }) };
  return (q, k, v, segments, { blocks }) =>
    attention(q, k, v, blocks ? segments.map((segment, i) => ({ ...segment, blocks: blocks[i]! })) : segments, options);
}
