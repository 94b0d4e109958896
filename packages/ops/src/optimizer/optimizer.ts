import * as tf from "@tensorflow/tfjs-core";
import type { Kernels } from "../native/kernels.js";
import type { NativeBackend } from "../native/native-backend.js";

/** The native kernels of optimizers, on plain arrays; their contracts stand at their definitions in optimizer.cc. */
export type NativeOptimizer = Pick<
  Kernels,
  | "sumOfSquares"
  | "addScaled"
  | "adam"
  | "scaleByRootMeanSquare"
  | "meanSquaresOfRows"
  | "meanSquaresOfColumns"
  | "scaleRowsAndColumns"
  | "adamw8bit"
>;

/** The optimizers' kernels where the current backend has them; null elsewhere. */
export function nativeOptimizer(): NativeOptimizer | null {
  return tf.getBackend() === "vlm-cpu" ? (tf.backend() as NativeBackend).kernels : null;
}
