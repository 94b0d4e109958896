import * as tf from "@tensorflow/tfjs-core";
import { isTrainable } from "../gradient/differentiable.js";
import { multiply } from "../matmul/multiply.js";
import type { LinearWeight } from "./linear-weight.js";

/**
 * The matrix of a linear layer, [out, in] as checkpoints store it, which the weight owns. A `tf.Variable` is trained;
 * anything else is frozen and keeps its transpose once made, so that forward and input gradient both multiply plain,
 * packed matrices.
 */
export class Weight implements LinearWeight {
  readonly value: tf.Tensor2D;
  #transposed: tf.Tensor2D | null = null;

  constructor(value: tf.Tensor) {
    if (value.rank !== 2) {
      throw new Error(
        `ops.Weight: value has shape [${value.shape}]; expected [out, in]. Reshape it to two dimensions.`,
      );
    }
    this.value = value as tf.Tensor2D;
  }

  get inputs(): number {
    return this.value.shape[1];
  }

  get outputs(): number {
    return this.value.shape[0];
  }

  get variable(): tf.Variable | null {
    return isTrainable(this.value) ? this.value : null;
  }

  forward(x: tf.Tensor2D, bias?: tf.Tensor): tf.Tensor2D {
    return multiply(x, this.#transpose(), bias);
  }

  backward(dy: tf.Tensor2D): tf.Tensor2D {
    return multiply(dy, this.value);
  }

  dense(): tf.Tensor2D {
    return tf.clone(this.value);
  }

  dispose(): void {
    this.value.dispose();
    this.#transposed?.dispose();
    this.#transposed = null;
  }

  /** [in, out]. A frozen weight keeps it; a trained one makes it anew, since its values change. */
  #transpose(): tf.Tensor2D {
    if (this.variable) return tf.transpose(this.value);
    this.#transposed ??= tf.keep(tf.transpose(this.value));
    return this.#transposed;
  }
}
