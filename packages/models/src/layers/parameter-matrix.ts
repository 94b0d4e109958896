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

  /** [..., in] → [..., out] */
  apply(x: tf.Tensor): tf.Tensor {
    const { value } = this.#parameter;
    const matrix = (): tf.Tensor2D => tf.reshape(value, [value.shape[0]!, -1]);
    if (isTrainable(value)) return matmul(x, matrix(), { transposeB: true });
    if (this.#frozen?.value !== value) {
      this.dispose();
      const kept = tf.keep(matrix());
      this.#frozen = { value, weight: bfloat16Words(kept) ? new Bfloat16Weight(kept) : new Weight(kept) };
    }
    return linear(x, this.#frozen!.weight);
  }

  /** The parameter itself stays. */
  dispose(): void {
    this.#frozen?.weight.dispose();
    this.#frozen = null;
  }
}
