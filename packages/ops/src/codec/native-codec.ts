import * as tf from "@tensorflow/tfjs-core";
import type { Kernels } from "../native/kernels.js";
import type { NativeBackend } from "../native/native-backend.js";

/** The native kernels of 4- and 8-bit codes; their contracts stand at their definitions in codec.cc. */
export type NativeCodec = Pick<
  Kernels,
  "quantizeFourBit" | "dequantizeFourBit" | "quantizeEightBit" | "dequantizeEightBit" | "meanInOrder"
>;

/** The codec's kernels where the current backend has them; null elsewhere. */
export function nativeCodec(): NativeCodec | null {
  return tf.getBackend() === "vlm-cpu" ? (tf.backend() as NativeBackend).kernels : null;
}
