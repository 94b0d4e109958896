import type * as tf from "@tensorflow/tfjs-core";

/** Ranges of rows as pairs in one array: start, count, start, count, … */
export type Runs = Int32Array;

/** Runs that name these rows in this order; neighbours that follow each other share a run. */
export function runsOf(rows: ArrayLike<number>): Runs {
  const runs: number[] = [];
  let next = -1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row === next) runs[runs.length - 1]!++;
    else runs.push(row, 1);
    next = row + 1;
  }
  return Int32Array.from(runs);
}

/** Number of rows that runs name. */
export function rowCount(runs: Runs): number {
  let count = 0;
  for (let i = 1; i < runs.length; i += 2) count += runs[i]!;
  return count;
}

/** The rows that runs name, one by one. */
export function rowsOf(runs: Runs): Int32Array {
  const rows = new Int32Array(rowCount(runs));
  let at = 0;
  for (let i = 0; i < runs.length; i += 2) for (let j = 0; j < runs[i + 1]!; j++) rows[at++] = runs[i]! + j;
  return rows;
}

/** Numbers in a row of x: the product of all dimensions but the first. */
export function rowSize(x: tf.TensorInfo): number {
  return x.shape.slice(1).reduce((a, b) => a * b, 1);
}

export function checkRuns(operator: string, runs: Runs, total: number): void {
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i]!;
    const end = start + (runs[i + 1] ?? Number.NaN);
    if (!(start >= 0 && end >= start && end <= total)) {
      throw new Error(
        `ops.${operator}: run ${i / 2} is rows ${start} to ${end}; expected rows within 0 to ${total}. Check the indices it was made from.`,
      );
    }
  }
}
