import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectAgreement } from "../testing/agreement.js";
import { onEachBackend } from "../testing/backends.js";
import { composedSpreadRows, composedTakeRows, spreadRows, takeRows } from "./rows.js";
import { rowCount, rowsOf, runsOf } from "./runs.js";

const rows = [5, 6, 7, 0, 12, 3, 4];

it("runs name the rows they were made from", () => {
  expect([...runsOf(rows)]).toEqual([5, 3, 0, 1, 12, 1, 3, 2]);
  expect([...rowsOf(runsOf(rows))]).toEqual(rows);
  expect(rowCount(runsOf(rows))).toBe(7);
  expect(rowCount(runsOf([]))).toBe(0);
});

onEachBackend("rows", () => {
  it("takeRows and spreadRows equal their composed forms", () => {
    const runs = runsOf(rows);
    for (const inner of [[1], [33], [2, 31]]) {
      expectAgreement(
        (x) => takeRows(x!, runs),
        (x) => composedTakeRows(x!, runs),
        [[13, ...inner]],
      );
      expectAgreement(
        (x) => spreadRows(x!, runs, 14),
        (x) => composed(x!, 14),
        [[7, ...inner]],
      );
    }
    // Scatter has no stock gradient: a product with a matrix of 0 and 1 has.
    function composed(x: tf.Tensor, total: number): tf.Tensor {
      const oneHot = tf.cast(tf.oneHot(tf.tensor1d(rows, "int32"), total), "float32");
      const flat = tf.matMul(oneHot, tf.reshape(x, [7, -1]), true, false);
      return tf.reshape(flat, [total, ...x.shape.slice(1)]);
    }
  });

  it("spreads no rows to zeros", () => {
    const nothing = tf.tensor2d([], [0, 3]);
    expect([...spreadRows(nothing, runsOf([]), 2).dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...composedSpreadRows(nothing, runsOf([]), 2).dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("refuses rows that are not there", () => {
    expect(() => takeRows(tf.zeros([3, 2]), runsOf([1, 2, 3]))).toThrow(
      "ops.takeRows: run 0 is rows 1 to 4; expected rows within 0 to 3. Check the indices it was made from.",
    );
    expect(() => spreadRows(tf.zeros([3, 2]), runsOf([1, 2]), 5)).toThrow(
      "ops.spreadRows: x has shape [3,2] for 2 rows; expected one row of x for each. Check the indices that the runs were made from.",
    );
  });
});
