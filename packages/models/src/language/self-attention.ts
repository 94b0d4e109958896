import * as tf from "@tensorflow/tfjs-core";
import { attention, type KeyValueCache, rotary, segmentsOf } from "@vlm/ops";
import type { LinearLayer } from "../layers/linear-layer.js";
import type { Norm } from "../layers/norm.js";
import type { Parameters } from "../layers/parameters.js";
import type { Rotation } from "../layers/rotation.js";
import type { Step } from "./step.js";
import { within } from "./tail.js";

export interface RotaryStep extends Step {
  readonly rotation: Rotation;
}

export interface HeadSizes {
  readonly heads: number;
  readonly keyHeads: number;
  readonly headSize: number;
}

/** Norms of the queries' and keys' heads. */
export interface HeadNorms {
  readonly query: Norm;
  readonly key: Norm;
}

/** Causal attention with rotary positions, fewer key heads than query heads, and what a family does to both before. */
export class SelfAttention {
  readonly #sizes: HeadSizes;
  readonly #norms: HeadNorms | null;
  readonly #linears: Readonly<Record<"q" | "k" | "v" | "o", LinearLayer>>;

  constructor(path: string, sizes: HeadSizes, norms: HeadNorms | null, parameters: Parameters) {
    this.#sizes = sizes;
    this.#norms = norms;
    this.#linears = {
      q: parameters.linear(`${path}.q_proj`),
      k: parameters.linear(`${path}.k_proj`),
      v: parameters.linear(`${path}.v_proj`),
      o: parameters.linear(`${path}.o_proj`),
    };
  }

  /** [N, D] → [N, D], or the tail's rows. */
  apply(x: tf.Tensor, { counts, rotation: { cos, sin }, tail }: RotaryStep, cache: KeyValueCache | null): tf.Tensor {
    const { heads, keyHeads, headSize } = this.#sizes;
    const { q, k, v, o } = this.#linears;
    const split = (projected: tf.Tensor, count: number): tf.Tensor => tf.reshape(projected, [-1, count, headSize]);
    const asked = split(q.apply(within(x, tail)), heads);
    const offered = split(k.apply(x), keyHeads);
    const queries = rotary(this.#norms?.query.apply(asked) ?? asked, within(cos, tail), within(sin, tail));
    const keys = rotary(this.#norms?.key.apply(offered) ?? offered, cos, sin);
    const values = split(v.apply(x), keyHeads);
    const seen = cache ? cache.append(keys, values, counts) : { keys, values, segments: segmentsOf(counts) };
    const segments = tail ? seen.segments.map((s, i) => ({ ...s, queries: tail.counts[i]! })) : seen.segments;
    const out = attention(queries, seen.keys, seen.values, segments);
    return o.apply(tf.reshape(out, [-1, heads * headSize]));
  }
}
