import * as tf from "@tensorflow/tfjs-core";
import { attention, reshape, rotary, runsOf, type Segment, takeRows } from "@vlm/ops";
import type { LinearLayer } from "../layers/linear-layer.js";
import type { Parameters } from "../layers/parameters.js";
import type { Rotation } from "../layers/rotation.js";

/** Attention of patches that see all of their segment, with one projection for queries, keys and values. */
export class VisionAttention {
  readonly #heads: number;
  readonly #qkv: LinearLayer;
  readonly #projection: LinearLayer;

  constructor(path: string, heads: number, parameters: Parameters) {
    this.#heads = heads;
    this.#qkv = parameters.linear(`${path}.qkv`);
    this.#projection = parameters.linear(`${path}.proj`);
  }

  /** [P, D] → [P, D] */
  apply(x: tf.Tensor, { cos, sin }: Rotation, segments: readonly Segment[]): tf.Tensor {
    const [count, hidden] = x.shape as [number, number];
    const parts = tf.transpose(reshape(this.#qkv.apply(x), [count, 3, hidden]), [1, 0, 2]);
    const part = (index: number): tf.Tensor =>
      reshape(takeRows(parts, runsOf([index])), [count, this.#heads, hidden / this.#heads]);
    const out = attention(rotary(part(0), cos, sin), rotary(part(1), cos, sin), part(2), segments, { causal: false });
    return this.#projection.apply(reshape(out, [count, hidden]));
  }
}
