import * as tf from "@tensorflow/tfjs-core";
import {
  hasPanels,
  type LinearWeight,
  matmul,
  nativeCodec,
  panelBackward,
  panelForward,
  type RowSource,
} from "@vlm/ops";
import { dequantizeFourBit, type FourBit } from "./four-bit.js";
import { decodeNatively } from "./native-four-bit.js";

/**
 * The frozen 4-bit weight of a linear layer. On the native backend a product decodes some rows at a time; on others it makes
 * the matrix dense in float32, multiplies, and drops it: in training twice a step, and never two matrices at a time. The
 * codes lie in JavaScript's memory, whatever the backend.
 */
export class QuantizedWeight implements LinearWeight, RowSource {
  readonly packed: FourBit;
  readonly inputs: number;
  readonly outputs: number;
  readonly variable = null;

  constructor(packed: FourBit) {
    const [outputs, inputs] = packed.shape;
    if (packed.shape.length !== 2 || outputs === undefined || inputs === undefined) {
      throw new Error(
        `quant-cuda.QuantizedWeight: packed has shape [${packed.shape}]; expected [out, in]. Quantize a matrix.`,
      );
    }
    this.packed = packed;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  forward(x: tf.Tensor2D, bias?: tf.Tensor): tf.Tensor2D {
    if (hasPanels()) return panelForward(x, this, bias);
    return tf.tidy(() => {
      const product = matmul(x, this.dense(), { transposeB: true });
      return (bias ? tf.add(product, bias) : product) as tf.Tensor2D;
    });
  }

  backward(dy: tf.Tensor2D): tf.Tensor2D {
    if (hasPanels()) return panelBackward(dy, this);
    return tf.tidy(() => matmul(dy, this.dense()) as tf.Tensor2D);
  }

  dense(): tf.Tensor2D {
    return tf.tensor2d(dequantizeFourBit(this.packed), [this.outputs, this.inputs], "float32");
  }

  writeRows(begin: number, end: number, into: Float32Array): void {
    decodeNatively(nativeCodec()!, this.packed, begin * this.inputs, into.subarray(0, (end - begin) * this.inputs));
  }

  /** Nothing to free: the codes are collected like any array. */
  dispose(): void {}
}
