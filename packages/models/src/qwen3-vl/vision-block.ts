import * as tf from "@tensorflow/tfjs-core";
import { attention, gelu, layerNorm, rotary, runsOf, type Segment, takeRows } from "@vlm/ops";
import type { LinearLayer } from "../layers/linear-layer.js";
import type { Parameters } from "../layers/parameters.js";
import type { Rotation } from "../layers/rotation.js";

export const VISION_NORM_EPSILON = 1e-6;

/** One transformer block of the vision tower: full attention within each frame, then the two-layer perceptron. */
export class VisionBlock {
  readonly #heads: number;
  readonly #norm1: readonly [tf.Tensor, tf.Tensor];
  readonly #norm2: readonly [tf.Tensor, tf.Tensor];
  readonly #qkv: LinearLayer;
  readonly #projection: LinearLayer;
  readonly #fc1: LinearLayer;
  readonly #fc2: LinearLayer;

  constructor(path: string, heads: number, parameters: Parameters) {
    this.#heads = heads;
    const norm = (name: string): readonly [tf.Tensor, tf.Tensor] => [
      parameters.tensor(`${path}.${name}.weight`),
      parameters.tensor(`${path}.${name}.bias`),
    ];
    this.#norm1 = norm("norm1");
    this.#norm2 = norm("norm2");
    this.#qkv = parameters.linear(`${path}.attn.qkv`);
    this.#projection = parameters.linear(`${path}.attn.proj`);
    this.#fc1 = parameters.linear(`${path}.mlp.linear_fc1`);
    this.#fc2 = parameters.linear(`${path}.mlp.linear_fc2`);
  }

  /** [P, D] → [P, D] */
  apply(x: tf.Tensor, rotation: Rotation, frames: readonly Segment[]): tf.Tensor {
    const mixed = tf.add(x, this.#attend(layerNorm(x, ...this.#norm1, VISION_NORM_EPSILON), rotation, frames));
    const normal = layerNorm(mixed, ...this.#norm2, VISION_NORM_EPSILON);
    return tf.add(mixed, this.#fc2.apply(gelu(this.#fc1.apply(normal), { approximate: "tanh" })));
  }

  #attend(x: tf.Tensor, { cos, sin }: Rotation, frames: readonly Segment[]): tf.Tensor {
    const [count, hidden] = x.shape as [number, number];
    const parts = tf.transpose(tf.reshape(this.#qkv.apply(x), [count, 3, hidden]), [1, 0, 2]);
    const part = (index: number): tf.Tensor =>
      tf.reshape(takeRows(parts, runsOf([index])), [count, this.#heads, hidden / this.#heads]);
    const out = attention(rotary(part(0), cos, sin), rotary(part(1), cos, sin), part(2), frames, { causal: false });
    return this.#projection.apply(tf.reshape(out, [count, hidden]));
  }
}
