import type * as tf from "@tensorflow/tfjs-core";
import { attention, type KeyValueCache, reshape, rotary, type Segment, segmentsOf } from "@vlm/ops";
import type { LinearLayer } from "../layers/linear-layer.js";
import type { HeadNorm } from "../layers/norm.js";
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
  readonly query: HeadNorm;
  readonly key: HeadNorm;
}

/** Attention over the segments of a step, for families whose tokens see other than all that comes before them. */
export type Attend<S extends RotaryStep> = (
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  segments: readonly Segment[],
  step: S,
) => tf.Tensor;

/** Attention with rotary positions, fewer key heads than query heads, and what a family does to both before. */
export class SelfAttention<S extends RotaryStep = RotaryStep> {
  readonly #sizes: HeadSizes;
  readonly #norms: HeadNorms | null;
  readonly #attend: Attend<S>;
  readonly #linears: Readonly<Record<"q" | "k" | "v" | "o", LinearLayer>>;

  constructor(
    path: string,
    sizes: HeadSizes,
    norms: HeadNorms | null,
    parameters: Parameters,
    attend: Attend<S> = (q, k, v, segments) => attention(q, k, v, segments),
  ) {
    this.#sizes = sizes;
    this.#norms = norms;
    this.#attend = attend;
    this.#linears = {
      q: parameters.linear(`${path}.q_proj`),
      k: parameters.linear(`${path}.k_proj`),
      v: parameters.linear(`${path}.v_proj`),
      o: parameters.linear(`${path}.o_proj`),
    };
  }

  /** [N, D] → [N, D], or the tail's rows. */
  apply(x: tf.Tensor, step: S, cache: KeyValueCache | null): tf.Tensor {
    const { counts, tail } = step;
    const { cos, sin } = step.rotation;
    const { heads, keyHeads, headSize } = this.#sizes;
    const { q, k, v, o } = this.#linears;
    const split = (projected: tf.Tensor, count: number): tf.Tensor => reshape(projected, [-1, count, headSize]);
    const asked = split(q.apply(within(x, tail)), heads);
    const offered = split(k.apply(x), keyHeads);
    const queries = rotated(asked, this.#norms?.query, { cos: within(cos, tail), sin: within(sin, tail) });
    const keys = rotated(offered, this.#norms?.key, step.rotation);
    const values = split(v.apply(x), keyHeads);
    const seen = cache ? cache.append(keys, values, counts) : { keys, values, segments: segmentsOf(counts) };
    const segments = tail ? seen.segments.map((s, i) => ({ ...s, queries: tail.counts[i]! })) : seen.segments;
    const out = this.#attend(queries, seen.keys, seen.values, segments, step);
    return o.apply(reshape(out, [-1, heads * headSize]));
  }
}

function rotated(x: tf.Tensor, norm: HeadNorm | undefined, rotation: Rotation): tf.Tensor {
  return norm ? norm.applyRotated(x, rotation) : rotary(x, rotation.cos, rotation.sin);
}
