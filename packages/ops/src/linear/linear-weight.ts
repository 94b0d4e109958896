import type * as tf from "@tensorflow/tfjs-core";

/** scale · narrow · wide, what a low-rank adapter adds to a product: narrow is [N, r]. */
export interface LowRankTerm {
  readonly narrow: tf.Tensor;
  /** b [out, r] in the forward product, a [r, in] in the backward one. */
  readonly wide: tf.Tensor;
  readonly scale: number;
}

/**
 * The matrix W [out, in] of a linear layer, however it is held: dense, or packed and made dense when used. Its products
 * have no gradient of their own; `linear` gives them theirs.
 */
export interface LinearWeight {
  readonly inputs: number;
  readonly outputs: number;
  /** The variable that training changes; null for a frozen weight. */
  readonly variable: tf.Variable | null;
  /** Whether its products add an adapter's term on the way. */
  readonly addsTerms?: boolean;
  /** x · Wᵀ + bias + scale · narrow · bᵀ, for x [N, in] and a bias [out]: [N, out]. */
  forward(x: tf.Tensor2D, bias?: tf.Tensor, term?: LowRankTerm): tf.Tensor2D;
  /** dy · W + scale · narrow · a, the gradient of x, for dy [N, out]: [N, in]. */
  backward(dy: tf.Tensor2D, term?: LowRankTerm): tf.Tensor2D;
  /** W in float32, [out, in]; the caller disposes it. */
  dense(): tf.Tensor2D;
  dispose(): void;
}
