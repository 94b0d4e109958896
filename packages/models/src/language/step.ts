import type * as tf from "@tensorflow/tfjs-core";
import type { KeyValueCache } from "@vlm/ops";
import type { Tail } from "./tail.js";

/** New tokens of all sequences, one sequence after the other, and what layers must know of them. */
export interface Step {
  /** New tokens of each sequence. */
  readonly counts: readonly number[];
  /** Compute no more than these; keys and values are still made of all. */
  readonly tail?: Tail | undefined;
}

/** A layer of a decoder. Families add to `Step` what their layers need. */
export interface Layer<S extends Step> {
  /** [N, D] → [N, D], or the tail's rows; with a cache, new tokens also see what it holds, and are added to it. */
  apply(x: tf.Tensor, step: S, cache: KeyValueCache | null): tf.Tensor;
}
