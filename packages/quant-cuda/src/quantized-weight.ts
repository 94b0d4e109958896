import * as tf from "@tensorflow/tfjs-core";
import {
  hasPanels,
  type LinearWeight,
  type LowRankTerm,
  matmul,
  nativeCodec,
  PackedWeight,
  packsWeights,
  panelBackward,
  panelForward,
  type RowSource,
} from "@vlm/ops";
import { dequantizeFourBit } from "./four-bit.js";
import type { FourBit } from "./four-bit-codes.js";
import { decodeNatively } from "./native-four-bit.js";
import { denseScales } from "./scales.js";

/**
 * The frozen 4-bit weight of a linear layer. The native backend multiplies by the codes themselves, laid out for it once, or
 * decodes some rows at a time where blocks do not end with rows. On other backends each product makes the matrix dense in
 * float32, multiplies, and drops it: in training twice a step, and never two matrices at a time.
 */
export class QuantizedWeight implements LinearWeight, RowSource {
  readonly inputs: number;
  readonly outputs: number;
  readonly variable = null;
  /** Gone once the native backend has them in a layout of its own. */
  #codes: FourBit | null;
  #native: PackedWeight | null = null;

  constructor(codes: FourBit) {
    const [outputs, inputs] = codes.shape;
    if (codes.shape.length !== 2 || outputs === undefined || inputs === undefined) {
      throw new Error(
        `quant-cuda.QuantizedWeight: packed has shape [${codes.shape}]; expected [out, in]. Quantize a matrix.`,
      );
    }
    this.#codes = codes;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  get addsTerms(): boolean {
    return this.#native !== null || this.#isLaidOut();
  }

  /** Lays the codes out for the native backend now, where that is the current one, and not when they are first used. */
  layOut(): this {
    if (this.#native || !this.#isLaidOut()) return this;
    const { packed: codes, map, scales, blockSize, dtype } = this.#codes!;
    const absmax = denseScales(scales);
    this.#native = PackedWeight.packFourBit({ codes, map, absmax, blockSize, dtype }, [this.outputs, this.inputs]);
    this.#codes = null;
    return this;
  }

  forward(x: tf.Tensor2D, bias?: tf.Tensor, term?: LowRankTerm): tf.Tensor2D {
    const { native } = this;
    if (native) return native.forward(x, bias, term);
    if (hasPanels()) return panelForward(x, this, bias);
    return tf.tidy(() => {
      const product = matmul(x, this.dense(), { transposeB: true });
      return (bias ? tf.add(product, bias) : product) as tf.Tensor2D;
    });
  }

  backward(dy: tf.Tensor2D, term?: LowRankTerm): tf.Tensor2D {
    const { native } = this;
    if (native) return native.backward(dy, term);
    if (hasPanels()) return panelBackward(dy, this);
    return tf.tidy(() => matmul(dy, this.dense()) as tf.Tensor2D);
  }

  dense(): tf.Tensor2D {
    if (this.#native) return this.#native.dense();
    return tf.tensor2d(dequantizeFourBit(this.#codes!), [this.outputs, this.inputs], "float32");
  }

  writeRows(begin: number, end: number, into: Float32Array): void {
    const rows = into.subarray(0, (end - begin) * this.inputs);
    decodeNatively(nativeCodec()!, this.#codes!, begin * this.inputs, rows);
  }

  dispose(): void {
    this.#native?.dispose();
  }

  private get native(): PackedWeight | null {
    return this.layOut().#native;
  }

  #isLaidOut(): boolean {
    const { blockSize } = this.#codes ?? {};
    return blockSize !== undefined && packsWeights() && PackedWeight.groupOf(this.inputs, blockSize) !== null;
  }
}
