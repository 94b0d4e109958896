import { afterAll, describe, expect, it } from "vitest";
import { useBackend } from "../backend/use-backend.js";
import { nativeLevels } from "../node/native-levels.js";
import { type NativeOptimizer, nativeOptimizer } from "./optimizer.js";

const SIZES = [0, 1, 2, 31, 32, 33, 127, 128, 129, 1000, 40_000];

/** Reproducible numbers of either sign. */
function numbers(size: number, seed: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => 3 * Math.sin(seed + 1.7 * i) * Math.cos(0.3 * i * i + seed));
}

/** Within 1e-6 of the largest. */
function expectClose(actual: Float32Array, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
  expect(error).toBeLessThanOrEqual(1e-6 * largest);
}

/** All that a kernel writes, for these inputs. */
function outputs(kernels: NativeOptimizer, size: number): Float32Array[] {
  const [x, y, m, v] = [0, 1, 2, 3].map((seed) => numbers(size, seed)) as [Float32Array, ...Float32Array[]] &
    Float32Array[];
  const squares = v!.map((value) => value * value);
  const made = Array.from({ length: 8 }, () => new Float32Array(size));
  const [sum, scaled, m2, v2, update, v3, root] = made as Float32Array[] & { length: 8 };
  kernels.addScaled(x, 0.3, y!, sum!, size);
  kernels.addScaled(null, -0.7, y!, scaled!, size);
  kernels.adam(x, y!, m!, squares, m2!, v2!, update!, size, 0.9, 0.99, 0.5, 0.25, 1e-8, -0.01, 0.1);
  kernels.scaleByRootMeanSquare(x, squares, v3!, root!, size, 0.8, 1e-30);
  made[7] = Float32Array.of(kernels.sumOfSquares(x, size));
  return made;
}

describe.each(nativeLevels())("optimizer kernels on vlm-cpu %s", (level) => {
  const start = async (threads: number): Promise<NativeOptimizer> => {
    await useBackend("vlm-cpu", { level, threads });
    return nativeOptimizer()!;
  };

  it.each(SIZES)("compute their formulas for %d elements", async (size) => {
    const [sum, scaled, m, v, update, v2, root, squares] = outputs(await start(2), size);
    const [x, y, oldM, oldV] = [0, 1, 2, 3].map((seed) => numbers(size, seed));
    expectClose(
      sum!,
      x!.map((value, i) => value + 0.3 * y![i]!),
    );
    expectClose(
      scaled!,
      y!.map((value) => -0.7 * value),
    );
    const first = Array.from(x!, (g, i) => 0.9 * oldM![i]! + 0.1 * g);
    const second = Array.from(x!, (g, i) => 0.99 * Math.fround(oldV![i]! ** 2) + 0.01 * g * g);
    expectClose(m!, first);
    expectClose(v!, second);
    const step = first.map((value, i) => value / 0.5 / (Math.sqrt(second[i]! / 0.25) + 1e-8));
    expectClose(
      update!,
      step.map((value, i) => -0.01 * (value + 0.1 * y![i]!)),
    );
    const mean = Array.from(x!, (g, i) => 0.8 * Math.fround(oldV![i]! ** 2) + 0.2 * (g * g + 1e-30));
    expectClose(v2!, mean);
    expectClose(
      root!,
      Array.from(x!, (g, i) => g / Math.sqrt(mean[i]!)),
    );
    expectClose(squares!, [x!.reduce((total, value) => total + value * value, 0)]);
  });

  it.each([
    [1, 1],
    [3, 130],
    [130, 3],
    [65, 64],
    [200, 257],
  ])("factor squares of [%d, %d]", async (rows, columns) => {
    const kernels = await start(2);
    const x = numbers(rows * columns, 5);
    const at = (row: number, column: number): number => x[row * columns + column]!;
    const [ofRows, ofColumns] = [new Float32Array(rows), new Float32Array(columns)];
    kernels.meanSquaresOfRows(x, ofRows, rows, columns, 1e-2);
    kernels.meanSquaresOfColumns(x, ofColumns, rows, columns, 1e-2);
    const mean = (count: number, value: (i: number) => number): number =>
      Array.from({ length: count }, (_, i) => value(i) ** 2).reduce((sum, square) => sum + square, 0) / count + 1e-2;
    expectClose(
      ofRows,
      ofRows.map((_, row) => mean(columns, (column) => at(row, column))),
    );
    expectClose(
      ofColumns,
      ofColumns.map((_, column) => mean(rows, (row) => at(row, column))),
    );
    const y = new Float32Array(x.length);
    kernels.scaleRowsAndColumns(x, ofRows, ofColumns, y, rows, columns);
    expectClose(
      y,
      x.map((value, i) => value * ofRows[Math.floor(i / columns)]! * ofColumns[i % columns]!),
    );
  });

  it("carry what is not finite, and sum squares that float32 cannot hold", async () => {
    const kernels = await start(2);
    const values = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-45, 3e38);
    expect(kernels.sumOfSquares(values.subarray(2), 3)).toBeCloseTo(9e76, -70);
    expect(kernels.sumOfSquares(values.subarray(1), 4)).toBe(Number.POSITIVE_INFINITY);
    expect(kernels.sumOfSquares(values, 5)).toBeNaN();
    const sum = new Float32Array(5);
    kernels.addScaled(null, 1, values, sum, 5);
    expect([...sum]).toEqual([...values]);
  });

  it("do not depend on the number of threads", async () => {
    const size = 300_001;
    const alone = outputs(await start(1), size);
    const together = outputs(await start(2), size);
    for (const [i, array] of alone.entries()) {
      expect(Buffer.compare(Buffer.from(array.buffer), Buffer.from(together[i]!.buffer))).toBe(0);
    }
  });
});

describe("without the native backend", () => {
  afterAll(() => useBackend("cpu"));

  it("there are no kernels", async () => {
    await useBackend("cpu");
    expect(nativeOptimizer()).toBeNull();
  });
});
