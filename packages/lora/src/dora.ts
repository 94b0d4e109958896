import * as tf from "@tensorflow/tfjs-core";
import { differentiable, matmul } from "@vlm/ops";
import type { Adapter, Linear } from "@vlm/types";

type Matrices = Pick<Adapter<tf.Tensor>, "a" | "b" | "scale">;

/** W + scale · B · A in float32, [out, in]. */
export function adaptedWeight(linear: Linear<tf.Tensor>, { a, b, scale }: Matrices): tf.Tensor {
  return tf.tidy(() => tf.add(linear.dense(), tf.mul(matmul(b, a), scale)));
}

/** The length of each row of W + scale · B · A, [out]: where DoRA's magnitudes begin (arXiv 2402.09353). */
export function rowLengths(linear: Linear<tf.Tensor>, matrices: Matrices): tf.Tensor1D {
  return tf.tidy(() => tf.sqrt(tf.sum(tf.square(adaptedWeight(linear, matrices)), 1)) as tf.Tensor1D);
}

/** Factors of a DoRA layer's outputs. */
export interface Gain {
  /** magnitude / ‖W + scale · B · A‖ by rows, [out]. No gradient goes through the lengths (arXiv 2402.09353, §4.3). */
  readonly factors: () => tf.Tensor;
  dispose(): void;
}

/** Where the matrices are frozen, the lengths are measured once. */
export function gainOf(linear: Linear<tf.Tensor>, matrices: Matrices, magnitude: tf.Variable): Gain {
  let kept: tf.Tensor | null = null;
  const lengths = (): tf.Tensor => {
    if (magnitude.trainable) return rowLengths(linear, matrices);
    kept ??= tf.keep(rowLengths(linear, matrices));
    return tf.clone(kept);
  };
  return {
    factors: () =>
      differentiable(
        [magnitude],
        () => {
          const rows = lengths();
          return { value: tf.div(magnitude, rows), saved: [rows] };
        },
        (dy, [rows]) => [tf.div(dy, rows!)],
      ),
    dispose: () => kept?.dispose(),
  };
}
