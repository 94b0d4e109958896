import * as tf from "@tensorflow/tfjs-core";
import { type LinearWeight, type LowRankTerm, matmul, PackedWeight, packsWeights } from "@vlm/ops";
import { dequantizeInt8, type Int8Rows, scalesOf } from "./int8.js";

/**
 * The frozen weight of a linear layer in signed bytes. The native backend multiplies by the codes themselves; on others each
 * product makes the matrix dense, multiplies, and drops it. Activations stay in float32, where LLM.int8 rounds them, too.
 */
export class Int8Weight implements LinearWeight {
  readonly inputs: number;
  readonly outputs: number;
  readonly variable = null;
  /** Gone once the native backend has them in a layout of its own. */
  #rows: Int8Rows | null;
  #native: PackedWeight | null = null;

  constructor(rows: Int8Rows) {
    this.#rows = rows;
    [this.outputs, this.inputs] = rows.shape;
  }

  get addsTerms(): boolean {
    return this.#native !== null || packsWeights();
  }

  /** Lays the codes out for the native backend now, where that is the current one, and not when they are first used. */
  layOut(): this {
    if (this.#native || !packsWeights()) return this;
    const { shape, codes, absmax } = this.#rows!;
    this.#native = PackedWeight.packEightBit({ codes, scales: scalesOf(absmax) }, shape);
    this.#rows = null;
    return this;
  }

  forward(x: tf.Tensor2D, bias?: tf.Tensor, term?: LowRankTerm): tf.Tensor2D {
    const native = this.layOut().#native;
    if (native) return native.forward(x, bias, term);
    return tf.tidy(() => {
      const product = matmul(x, this.dense(), { transposeB: true });
      return (bias ? tf.add(product, bias) : product) as tf.Tensor2D;
    });
  }

  backward(dy: tf.Tensor2D, term?: LowRankTerm): tf.Tensor2D {
    const native = this.layOut().#native;
    if (native) return native.backward(dy, term);
    return tf.tidy(() => matmul(dy, this.dense()) as tf.Tensor2D);
  }

  dense(): tf.Tensor2D {
    if (this.#native) return this.#native.dense();
    return tf.tensor2d(dequantizeInt8(this.#rows!), [this.outputs, this.inputs], "float32");
  }

  dispose(): void {
    this.#native?.dispose();
  }
}
