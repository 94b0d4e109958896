import * as tf from "@tensorflow/tfjs-core";
import { panelBackward, panelForward, type RowSource } from "../codec/panels.js";
import type { LinearWeight } from "../linear/linear-weight.js";
import type { NativeBackend } from "../native/native-backend.js";
import { bfloat16Words } from "./bfloat16-tensor.js";

/** Most rows of x that are multiplied by words as they lie; for more it pays to widen these first, some at a time. */
const FEW_ROWS = 8;

/** The frozen matrix of a linear layer, [out, in], over a tensor that the native backend holds as bfloat16. */
export class Bfloat16Weight implements LinearWeight, RowSource {
  readonly value: tf.Tensor2D;
  readonly variable = null;
  readonly #words: Uint16Array;

  /** @param value the weight owns it from now on */
  constructor(value: tf.Tensor2D) {
    const words = bfloat16Words(value);
    if (!words || value.rank !== 2) {
      throw new Error(
        `ops.Bfloat16Weight: value has shape [${value.shape}]${words ? "" : " and is not held as bfloat16"}; expected [out, in] made by bfloat16Tensor on the native backend. Use Weight.`,
      );
    }
    this.value = value;
    this.#words = words;
  }

  get inputs(): number {
    return this.value.shape[1];
  }

  get outputs(): number {
    return this.value.shape[0];
  }

  forward(x: tf.Tensor2D, bias?: tf.Tensor): tf.Tensor2D {
    if (x.shape[0] < 1 || x.shape[0] > FEW_ROWS) return panelForward(x, this, bias);
    const inputs = { x, table: this.value, ...(bias && { bias }) };
    return tf.engine().runKernel("Bfloat16FewRows", inputs);
  }

  backward(dy: tf.Tensor2D): tf.Tensor2D {
    return panelBackward(dy, this);
  }

  dense(): tf.Tensor2D {
    return tf.tensor2d(this.value.dataSync<"float32">(), this.value.shape);
  }

  writeRows(begin: number, end: number, into: Float32Array): void {
    const words = this.#words.subarray(begin * this.inputs, end * this.inputs);
    (tf.backend() as NativeBackend).kernels.widenWords(words, into, words.length);
  }

  dispose(): void {
    this.value.dispose();
  }
}
