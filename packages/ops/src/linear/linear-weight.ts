import type * as tf from "@tensorflow/tfjs-core";

/**
 * The matrix W [out, in] of a linear layer, however it is held: dense, or packed and made dense when used. Its products
 * have no gradient of their own; `linear` gives them theirs.
 */
export interface LinearWeight {
  readonly inputs: number;
  readonly outputs: number;
  /** The variable that training changes; null for a frozen weight. */
  readonly variable: tf.Variable | null;
  /** x · Wᵀ + bias, for x [N, in] and a bias [out]: [N, out]. */
  forward(x: tf.Tensor2D, bias?: tf.Tensor): tf.Tensor2D;
  /** dy · W, the gradient of x, for dy [N, out]: [N, in]. */
  backward(dy: tf.Tensor2D): tf.Tensor2D;
  /** W in float32, [out, in]; the caller disposes it. */
  dense(): tf.Tensor2D;
  dispose(): void;
}
