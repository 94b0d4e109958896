import type * as tf from "@tensorflow/tfjs-core";
import { residual, type Segment } from "@vlm/ops";
import { runBlock } from "../layers/block.js";
import type { Norm } from "../layers/norm.js";
import type { Rotation } from "../layers/rotation.js";
import type { VisionAttention } from "./vision-attention.js";

export interface VisionBlockParts {
  readonly attention: VisionAttention;
  readonly perceptron: { apply(x: tf.Tensor): tf.Tensor };
  readonly norm1: Norm;
  readonly norm2: Norm;
}

/** One transformer block of a vision tower: attention, then a perceptron, each with a norm before and a way around it. */
export class VisionBlock {
  readonly #parts: VisionBlockParts;

  constructor(parts: VisionBlockParts) {
    this.#parts = parts;
  }

  /** [P, D] → [P, D] */
  apply(x: tf.Tensor, rotation: Rotation, segments: readonly Segment[]): tf.Tensor {
    const { attention, perceptron, norm1, norm2 } = this.#parts;
    return runBlock(
      (inputs) => {
        const mixed = residual(inputs.x, attention.apply(norm1.apply(inputs.x), inputs.rotation, segments));
        return residual(mixed, perceptron.apply(norm2.apply(mixed)));
      },
      { x, rotation },
    );
  }
}
