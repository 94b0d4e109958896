import * as tf from "@tensorflow/tfjs-core";
import { hasKernel } from "../backend/kernel.js";
import { differentiable } from "../gradient/differentiable.js";
import { checkRuns, type Runs, rowCount, rowsOf } from "./runs.js";

/**
 * out = x[rows of runs, …]: the named rows, one after the other. A row may be named more than once only where no
 * gradient is taken.
 *
 * @param x [N, …]
 * @returns [rows in runs, …]
 * @throws when a run leaves 0..N
 */
export function takeRows(x: tf.Tensor, runs: Runs): tf.Tensor {
  checkRuns("takeRows", runs, x.shape[0]!);
  const total = x.shape[0]!;
  return differentiable(
    [x],
    () => ({ value: copyRows(x, runs) }),
    (dy) => [scatterRows(dy, runs, total)],
  );
}

/**
 * The adjoint of `takeRows`: out[rows of runs, …] = x, zero in the rows that no run names. Runs must not overlap.
 *
 * @param x [rows in runs, …]
 * @returns [total, …]
 * @throws when a run leaves 0..total or the counts differ
 */
export function spreadRows(x: tf.Tensor, runs: Runs, total: number): tf.Tensor {
  checkRuns("spreadRows", runs, total);
  if (rowCount(runs) !== x.shape[0]) {
    throw new Error(
      `ops.spreadRows: x has shape [${x.shape}] for ${rowCount(runs)} rows; expected one row of x for each. Check the indices that the runs were made from.`,
    );
  }
  return differentiable(
    [x],
    () => ({ value: scatterRows(x, runs, total) }),
    (dy) => [copyRows(dy, runs)],
  );
}

/** `takeRows` without a gradient and without checks, for use inside operators. */
export function copyRows(x: tf.Tensor, runs: Runs): tf.Tensor {
  return hasKernel("TakeRows") ? tf.engine().runKernel("TakeRows", { x }, { runs }) : composedTakeRows(x, runs);
}

function scatterRows(x: tf.Tensor, runs: Runs, total: number): tf.Tensor {
  return hasKernel("SpreadRows")
    ? tf.engine().runKernel("SpreadRows", { x }, { runs, total })
    : composedSpreadRows(x, runs, total);
}

/** `takeRows` from plain tfjs operators. */
export function composedTakeRows(x: tf.Tensor, runs: Runs): tf.Tensor {
  return tf.tidy(() => tf.gather(x, tf.tensor1d(rowsOf(runs), "int32")));
}

/** `spreadRows` from plain tfjs operators. */
export function composedSpreadRows(x: tf.Tensor, runs: Runs, total: number): tf.Tensor {
  return tf.tidy(() => {
    const rows = rowsOf(runs);
    if (rows.length === 0) return tf.zeros([total, ...x.shape.slice(1)]);
    return tf.scatterND(tf.tensor2d(rows, [rows.length, 1], "int32"), x, [total, ...x.shape.slice(1)]);
  });
}
