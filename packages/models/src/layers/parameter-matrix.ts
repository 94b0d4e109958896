import * as tf from "@tensorflow/tfjs-core";
import { Bfloat16Weight, bfloat16Words, isTrainable, type LinearWeight, linear, matmul, Weight } from "@vlm/ops";
import type { ModelParameter } from "./model-parameter.js";

/** A parameter used as the matrix of a linear layer that it is not: a tied head, the kernels of a patch embedding. */
export class ParameterMatrix {
  readonly #parameter: ModelParameter;
  /** The frozen value, as it was when last used. */
  #frozen: { readonly value: tf.Tensor; readonly weight: LinearWeight } | null = null;

  /** @param parameter [out, ...], all but the first dimension being inputs */
  constructor(parameter: ModelParameter) {
    this.#parameter = parameter;
  }

  /** The matrix; null for a trained parameter of other dimensions, whose gradient goes through the reshaping. */
  get matrix(): LinearWeight | null {
    const { value } = this.#parameter;
    if (isTrainable(value)) return value.rank === 2 ? new Weight(value) : null;
    if (this.#frozen?.value !== value) {
      this.dispose();
      const kept = tf.keep(this.#reshaped());
      this.#frozen = { value, weight: bfloat16Words(kept) ? new Bfloat16Weight(kept) : new Weight(kept) };
    }
    return this.#frozen!.weight;
  }

  /** [..., in] → [..., out] */
  apply(x: tf.Tensor): tf.Tensor {
    const { matrix } = this;
    return matrix ? linear(x, matrix) : matmul(x, this.#reshaped(), { transposeB: true });
  }

  /** The parameter itself stays. */
  dispose(): void {
    this.#frozen?.weight.dispose();
    this.#frozen = null;
  }

  #reshaped(): tf.Tensor2D {
    const { value } = this.#parameter;
    return tf.reshape(value, [value.shape[0]!, -1]);
  }
}
