import * as tf from "@tensorflow/tfjs-core";
import { attention, type KeyValueCache, rmsNorm, rotary, segmentsOf, swiglu, takeRows } from "@vlm/ops";
import type { LinearLayer } from "../layers/linear-layer.js";
import type { Parameters } from "../layers/parameters.js";
import type { Rotation } from "../layers/rotation.js";
import type { TextConfig } from "./config.js";
import type { Tail } from "./tail.js";

/** New tokens of all sequences, one sequence after the other. */
export interface Step {
  /** New tokens of each sequence. */
  readonly counts: readonly number[];
  readonly rotation: Rotation;
  /** Compute no more than these; keys and values are still made of all. */
  readonly tail?: Tail | undefined;
}

/** One layer of the language model: grouped-query attention with normalised queries and keys, then SwiGLU. */
export class DecoderLayer {
  readonly #config: TextConfig;
  readonly #norms: Readonly<Record<"input" | "postAttention" | "query" | "key", tf.Tensor>>;
  readonly #linears: Readonly<Record<"q" | "k" | "v" | "o" | "gate" | "up" | "down", LinearLayer>>;

  constructor(path: string, config: TextConfig, parameters: Parameters) {
    this.#config = config;
    const linear = (name: string): LinearLayer => parameters.linear(`${path}.${name}`);
    const norm = (name: string): tf.Tensor => parameters.tensor(`${path}.${name}.weight`);
    this.#linears = {
      q: linear("self_attn.q_proj"),
      k: linear("self_attn.k_proj"),
      v: linear("self_attn.v_proj"),
      o: linear("self_attn.o_proj"),
      gate: linear("mlp.gate_proj"),
      up: linear("mlp.up_proj"),
      down: linear("mlp.down_proj"),
    };
    this.#norms = {
      input: norm("input_layernorm"),
      postAttention: norm("post_attention_layernorm"),
      query: norm("self_attn.q_norm"),
      key: norm("self_attn.k_norm"),
    };
  }

  /** [N, D] → [N, D], or the tail's rows; with a cache, new tokens also see what it holds, and are added to it. */
  apply(x: tf.Tensor, step: Step, cache: KeyValueCache | null): tf.Tensor {
    const { gate, up, down } = this.#linears;
    const mixed = tf.add(within(x, step.tail), this.#attend(this.#norm(x, "input"), step, cache));
    const normal = this.#norm(mixed, "postAttention");
    return tf.add(mixed, down.apply(swiglu(gate.apply(normal), up.apply(normal))));
  }

  #attend(x: tf.Tensor, { counts, rotation: { cos, sin }, tail }: Step, cache: KeyValueCache | null): tf.Tensor {
    const { heads, keyHeads, headSize } = this.#config;
    const { q, k, v, o } = this.#linears;
    const split = (projected: tf.Tensor, count: number): tf.Tensor => tf.reshape(projected, [-1, count, headSize]);
    const asked = split(q.apply(within(x, tail)), heads);
    const queries = rotary(this.#norm(asked, "query"), within(cos, tail), within(sin, tail));
    const keys = rotary(this.#norm(split(k.apply(x), keyHeads), "key"), cos, sin);
    const values = split(v.apply(x), keyHeads);
    const seen = cache ? cache.append(keys, values, counts) : { keys, values, segments: segmentsOf(counts) };
    const segments = tail ? seen.segments.map((s, i) => ({ ...s, queries: tail.counts[i]! })) : seen.segments;
    const out = attention(queries, seen.keys, seen.values, segments);
    return o.apply(tf.reshape(out, [-1, heads * headSize]));
  }

  #norm(x: tf.Tensor, name: "input" | "postAttention" | "query" | "key"): tf.Tensor {
    return rmsNorm(x, this.#norms[name], this.#config.normEpsilon);
  }
}

function within(x: tf.Tensor, tail: Tail | undefined): tf.Tensor {
  return tail ? takeRows(x, tail.runs) : x;
}
