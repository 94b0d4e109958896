import * as tf from "@tensorflow/tfjs-core";
import type { NativeBackend } from "../native/native-backend.js";

/**
 * A frozen float32 tensor of bfloat16 numbers. The native backend keeps the words themselves, half the memory, and widens
 * what an operator reads of them; other backends get float32.
 *
 * @param words not copied where they are kept: nobody may write to them afterwards
 * @throws when there are more or fewer words than the shape says
 */
export function bfloat16Tensor(words: Uint16Array, shape: readonly number[]): tf.Tensor {
  const size = tf.util.sizeFromShape([...shape]);
  if (words.length !== size) {
    throw new Error(
      `ops.bfloat16Tensor: ${words.length} words for the shape [${shape}]; expected ${size}. Pass both from the same tensor.`,
    );
  }
  if (keepsBfloat16()) {
    const backend = tf.backend() as NativeBackend;
    return tf.engine().makeTensorFromTensorInfo(backend.holdBfloat16(words, shape), backend);
  }
  const bits = Uint32Array.from(words, (word) => word << 16);
  return tf.tensor(new Float32Array(bits.buffer), [...shape]);
}

/** Whether the current backend holds bfloat16 as such. */
export function keepsBfloat16(): boolean {
  return tf.getBackend() === "vlm-cpu";
}

/** The words of a tensor that the native backend holds as bfloat16; null for any other. */
export function bfloat16Words(x: tf.Tensor): Uint16Array | null {
  return keepsBfloat16() ? (tf.backend() as NativeBackend).bfloat16(x) : null;
}
