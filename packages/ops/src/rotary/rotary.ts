import * as tf from "@tensorflow/tfjs-core";
import { hasKernel } from "../backend/kernel.js";
import { differentiable } from "../gradient/differentiable.js";

/**
 * y = x · cos + rotateHalf(x) · sin, where rotateHalf(x) is −x's second half, then its first (rotary position
 * embedding, arXiv 2104.09864, in the layout of transformers). The angles get no gradient.
 *
 * @param x [N, H, D], D even
 * @param cos [N, D]
 * @param sin [N, D]
 * @throws when cos or sin does not fit x, or D is odd
 */
export function rotary(x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor {
  checkRotary("rotary", x, cos, sin);
  if (hasKernel("Rotary")) return nativeForm(x, cos, sin);
  const [n, , size] = x.shape as [number, number, number];
  const cosine = tf.reshape(cos, [n, 1, size]);
  const sine = tf.reshape(sin, [n, 1, size]);
  return differentiable(
    [x],
    () => ({ value: tf.add(tf.mul(x, cosine), tf.mul(turn(x, size, 1), sine)), saved: [cosine, sine] }),
    (dy, [c, s]) => [tf.add(tf.mul(dy, c!), turn(tf.mul(dy, s!), size, -1))],
  );
}

/** @throws when cos or sin does not fit x, or D is odd */
export function checkRotary(operator: string, x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): void {
  const [n, , size] = x.shape as [number, number, number];
  const fits = [cos, sin].every((t) => t.rank === 2 && t.shape[0] === n && t.shape[1] === size);
  if (x.rank !== 3 || !fits || size % 2 !== 0) {
    throw new Error(
      `ops.${operator}: x [${x.shape}] with cos [${cos.shape}] and sin [${sin.shape}]; expected x [N,H,D] with D even and both tables [N,D]. Make the tables for these positions and this head size.`,
    );
  }
}

function nativeForm(x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor {
  const run = (from: tf.Tensor, c: tf.Tensor, s: tf.Tensor, adjoint: boolean): tf.Tensor =>
    tf.engine().runKernel("Rotary", { x: from, cos: c, sin: s }, { adjoint });
  return differentiable(
    [x],
    () => ({ value: run(x, cos, sin, false), saved: [cos, sin] }),
    (dy, [c, s]) => [run(dy, c!, s!, true)],
  );
}

/** `rotary` from plain tfjs operators. */
export function composedRotary(x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor {
  const [n, heads, size] = x.shape as [number, number, number];
  const half = size / 2;
  const first = tf.slice(x, [0, 0, 0], [n, heads, half]);
  const second = tf.slice(x, [0, 0, half], [n, heads, half]);
  const turned = tf.concat([tf.neg(second), first], 2);
  return tf.add(tf.mul(x, tf.reshape(cos, [n, 1, size])), tf.mul(turned, tf.reshape(sin, [n, 1, size])));
}

/**
 * rotateHalf(x), or its adjoint for direction −1, as a product with a matrix of 0 and ±1: exact, and faster than
 * slicing columns on every backend but native ones.
 */
function turn(x: tf.Tensor, size: number, direction: 1 | -1): tf.Tensor {
  const flat = tf.reshape(x, [-1, size]) as tf.Tensor2D;
  return tf.reshape(tf.matMul(flat, turnMatrix(size, direction)), x.shape);
}

function turnMatrix(size: number, direction: 1 | -1): tf.Tensor2D {
  const half = size / 2;
  const values = new Float32Array(size * size);
  for (let i = 0; i < half; i++) {
    values[(half + i) * size + i] = -direction;
    values[i * size + half + i] = direction;
  }
  return tf.tensor2d(values, [size, size]);
}
