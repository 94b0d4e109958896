import * as tf from "@tensorflow/tfjs-core";

/**
 * a · b + bias for two plain matrices: the one place that reaches the backend's matmul.
 *
 * The wasm backend packs b once and finds it again by its data, not by its shape: when a reshaped tensor, which
 * shares data, has been b before, it reads out of bounds. A vector and its transpose are such a pair, so vectors take
 * another way there; callers must not pass a b whose data was also multiplied in another shape. Sums of nothing take it,
 * too: that backend leaves the memory of their result as it was.
 *
 * @param a [M, K]
 * @param b [K, N]
 * @param bias [N]
 */
export function multiply(a: tf.Tensor2D, b: tf.Tensor2D, bias?: tf.Tensor): tf.Tensor2D {
  const [inner, columns] = b.shape;
  if (tf.getBackend() === "wasm" && (inner <= 1 || columns === 1)) {
    const product = productWithoutMatmul(a, b);
    return (bias ? tf.add(product, bias) : product) as tf.Tensor2D;
  }
  return bias ? (tf.fused.matMul({ a, b, bias }) as tf.Tensor2D) : tf.matMul(a, b);
}

/** b [0, N], [1, N] or [K, 1] */
function productWithoutMatmul(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor {
  const [inner, columns] = b.shape;
  if (inner === 0) return tf.zeros([a.shape[0], columns]);
  return inner === 1 ? tf.mul(a, b) : tf.sum(tf.mul(a, tf.reshape(b, [1, inner])), 1, true);
}
