import * as tf from "@tensorflow/tfjs-core";
import { hasKernel } from "../backend/kernel.js";
import { differentiable } from "../gradient/differentiable.js";
import { copyRows } from "../rows/rows.js";
import { multiply } from "./multiply.js";

export interface MatmulOptions {
  /** Multiply by the transpose of a's last two dimensions. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * out = a · b over the last two dimensions, either transposed first; leading dimensions are batch.
 *
 * @param a [..., M, K], or [..., K, M] with `transposeA`
 * @param b [..., K, N], or [..., N, K] with `transposeB`
 * @returns [..., M, N]
 * @throws when the inner sizes or the batch dimensions differ: nothing is broadcast
 */
export function matmul(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): tf.Tensor {
  check(a, b, transposeA, transposeB);
  return differentiable(
    [a, b],
    () => ({ value: product(a, b, transposeA, transposeB), saved: [a, b] }),
    (dy, [left, right]) => [
      transposeA ? product(right!, dy, transposeB, true) : product(dy, right!, false, !transposeB),
      transposeB ? product(dy, left!, true, transposeA) : product(left!, dy, !transposeA, false),
    ],
  );
}

/** `matmul` from plain tfjs operators. */
export function composedMatmul(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): tf.Tensor {
  return tf.matMul(a, b, transposeA, transposeB);
}

/** scale · a · b, without a gradient and without checks; see `product`. */
export function scaledProduct(
  a: tf.Tensor,
  b: tf.Tensor,
  scale: number,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): tf.Tensor {
  if (hasKernel("ScaledProduct")) {
    return tf.engine().runKernel("ScaledProduct", { a, b }, { transposeA, transposeB, scale });
  }
  return tf.tidy(() => tf.mul(product(a, b, transposeA, transposeB), scale));
}

/**
 * The value of `matmul`, without a gradient and without checks. The stock wasm backend is fast only for two plain
 * matrices, so transposes are made first and batches go one by one.
 */
export function product(a: tf.Tensor, b: tf.Tensor, transposeA = false, transposeB = false): tf.Tensor {
  if (tf.getBackend() !== "wasm") return tf.matMul(a, b, transposeA, transposeB);
  if (a.rank === 2) return tf.tidy(() => planarProduct(a as tf.Tensor2D, b as tf.Tensor2D, transposeA, transposeB));
  return tf.tidy(() => {
    const batch = a.shape.slice(0, -2);
    const count = batch.reduce((x, y) => x * y, 1);
    const plane = (x: tf.Tensor, index: number): tf.Tensor2D => {
      const [rows, columns] = x.shape.slice(-2) as [number, number];
      const planes = tf.reshape(x, [count, rows, columns]);
      return tf.reshape(copyRows(planes, Int32Array.of(index, 1)), [rows, columns]);
    };
    const results = Array.from({ length: count }, (_, i) =>
      planarProduct(plane(a, i), plane(b, i), transposeA, transposeB),
    );
    const [m, n] = results[0]!.shape;
    return tf.reshape(tf.concat(results, 0), [...batch, m, n]);
  });
}

/** Measured on the wasm backend: packing the right operand costs about ten times as much a number as transposing. */
const PACKING_PER_TRANSPOSE = 10;

/** The backend packs the right operand anew for every tensor, so b goes left, transposed, where a is the smaller. */
function planarProduct(a: tf.Tensor2D, b: tf.Tensor2D, transposeA: boolean, transposeB: boolean): tf.Tensor2D {
  const m = transposeA ? a.shape[1] : a.shape[0];
  const n = transposeB ? b.shape[0] : b.shape[1];
  const direct = PACKING_PER_TRANSPOSE * b.size + (transposeA ? a.size : 0) + (transposeB ? b.size : 0);
  const swapped = PACKING_PER_TRANSPOSE * a.size + (transposeA ? 0 : a.size) + (transposeB ? 0 : b.size) + m * n;
  if (direct <= swapped) return multiply(turned(a, transposeA), packable(b, transposeB));
  return tf.transpose(multiply(turned(b, !transposeB), packable(a, !transposeA)));
}

function turned(x: tf.Tensor2D, transpose: boolean): tf.Tensor2D {
  return transpose ? tf.transpose(x) : x;
}

/** A right operand with data of its own (see `multiply`); copying costs little beside packing. */
function packable(x: tf.Tensor2D, transpose: boolean): tf.Tensor2D {
  return transpose ? tf.transpose(x) : (copyRows(x, Int32Array.of(0, x.shape[0])) as tf.Tensor2D);
}

function check(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): void {
  const innerA = a.shape.at(transposeA ? -2 : -1);
  const innerB = b.shape.at(transposeB ? -1 : -2);
  const sameBatch = a.rank === b.rank && a.shape.slice(0, -2).every((size, i) => size === b.shape[i]);
  if (a.rank < 2 || !sameBatch || innerA !== innerB) {
    throw new Error(
      `ops.matmul: a [${a.shape}]${transposeA ? " transposed" : ""} and b [${b.shape}]${transposeB ? " transposed" : ""} do not multiply; ` +
        "expected equal batch dimensions and equal inner sizes. Reshape or transpose one of them.",
    );
  }
}
