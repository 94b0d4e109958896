import { nativeOptimizer } from "@vlm/ops";
import type { NdArray } from "@vlm/types";
import type { Arrays } from "../arrays.js";
import { floatsOf, type Transformation } from "./transformation.js";

/**
 * g / √v with v ← βv + (1−β)(g² + ε), β = 1 − t^−decay. For an array with two axes of at least `minimumFactored`
 * elements, v is kept as its means over the largest and over the second largest axis, and taken as their outer product
 * (Adafactor, arXiv 1804.04235; equal to optax.scale_by_factored_rms). State: `v`, or `row` and `column`; `t`.
 */
export function scaleByFactoredRms({
  decay = 0.8,
  epsilon = 1e-30,
  minimumFactored = 128,
}: FactoredRmsOptions = {}): Transformation {
  return {
    init(parameters: Arrays): Arrays {
      const state = new Map<string, NdArray>();
      for (const [name, { shape }] of parameters) {
        state.set(`t.${name}`, zeros([]));
        const axes = factoredAxes(shape, minimumFactored);
        if (axes) {
          state.set(`row.${name}`, zeros(shape.toSpliced(axes.largest, 1)));
          state.set(`column.${name}`, zeros(shape.toSpliced(axes.second, 1)));
        } else state.set(`v.${name}`, zeros(shape));
      }
      return state;
    },
    update(updates, state) {
      const next = new Map(state);
      const scaled = new Map<string, NdArray>();
      for (const [name, g] of updates) {
        const t = floatsOf(state, `t.${name}`).data[0]! + 1;
        const beta = 1 - t ** -decay;
        next.set(`t.${name}`, { data: Float32Array.of(t), shape: [] });
        const axes = factoredAxes(g.shape, minimumFactored);
        if (axes) {
          const row = mix(floatsOf(state, `row.${name}`), meanOfSquares(g, axes.largest, epsilon), beta);
          const column = mix(floatsOf(state, `column.${name}`), meanOfSquares(g, axes.second, epsilon), beta);
          next.set(`row.${name}`, row).set(`column.${name}`, column);
          scaled.set(name, divideByOuterRoot(g, row, column, axes));
        } else {
          const { v, y } = divideByRoot(g.data, floatsOf(state, `v.${name}`).data, beta, epsilon);
          next.set(`v.${name}`, { data: v, shape: g.shape });
          scaled.set(name, { data: y, shape: g.shape });
        }
      }
      return { updates: scaled, state: next };
    },
  };
}

export interface FactoredRmsOptions {
  /** The mean of squares forgets as 1 − t^−decay. */
  readonly decay?: number;
  readonly epsilon?: number;
  /** Elements that both factored axes must have. */
  readonly minimumFactored?: number;
}

interface Axes {
  readonly largest: number;
  readonly second: number;
}

function factoredAxes(shape: readonly number[], minimum: number): Axes | null {
  const byLength = shape.map((_, axis) => axis).sort((a, b) => shape[a]! - shape[b]!);
  const largest = byLength.at(-1);
  const second = byLength.at(-2);
  if (largest === undefined || second === undefined || shape[second]! < minimum) return null;
  return { largest, second };
}

/** v ← βv + (1−β)(g² + ε), y = g / √v */
function divideByRoot(
  g: Float32Array,
  old: Float32Array,
  beta: number,
  epsilon: number,
): { readonly v: Float32Array; readonly y: Float32Array } {
  const [v, y] = [new Float32Array(g.length), new Float32Array(g.length)];
  const native = nativeOptimizer();
  if (native) native.scaleByRootMeanSquare(g, old, v, y, g.length, beta, epsilon);
  else {
    for (let i = 0; i < g.length; i++) {
      v[i] = beta * old[i]! + (1 - beta) * (g[i]! ** 2 + epsilon);
      y[i] = g[i]! / Math.sqrt(v[i]!);
    }
  }
  return { v, y };
}

function meanOfSquares({ data, shape }: NdArray, axis: number, epsilon: number): NdArray {
  const native = nativeOptimizer();
  if (native && shape.length === 2) {
    const [rows, columns] = shape as [number, number];
    const means = new Float32Array(shape[1 - axis]!);
    if (axis === 1) native.meanSquaresOfRows(data, means, rows, columns, epsilon);
    else native.meanSquaresOfColumns(data, means, rows, columns, epsilon);
    return { data: means, shape: [means.length] };
  }
  const { length, place } = layout(shape, axis);
  const sums = new Float64Array(data.length / length);
  for (let i = 0; i < data.length; i++) sums[place(i)]! += data[i]! ** 2 + epsilon;
  return { data: Float32Array.from(sums, (sum) => sum / length), shape: shape.toSpliced(axis, 1) };
}

/** g · (row / mean(row over the second axis))^−½ · column^−½ */
function divideByOuterRoot(g: NdArray, row: NdArray, column: NdArray, { largest, second }: Axes): NdArray {
  const along = second > largest ? second - 1 : second;
  const inMean = layout(row.shape, along);
  const means = new Float64Array(row.data.length / inMean.length);
  for (let i = 0; i < row.data.length; i++) means[inMean.place(i)]! += row.data[i]! / inMean.length;
  const rowFactor = row.data.map((v, i) => 1 / Math.sqrt(v / means[inMean.place(i)]!));
  const columnFactor = column.data.map((v) => 1 / Math.sqrt(v));
  const native = nativeOptimizer();
  if (native && g.shape.length === 2) {
    const [rows, columns] = g.shape as [number, number];
    const data = new Float32Array(g.data.length);
    const [ofRow, ofColumn] = largest === 1 ? [rowFactor, columnFactor] : [columnFactor, rowFactor];
    native.scaleRowsAndColumns(g.data, ofRow, ofColumn, data, rows, columns);
    return { data, shape: g.shape };
  }
  const inRow = layout(g.shape, largest);
  const inColumn = layout(g.shape, second);
  const data = g.data.map((g, i) => g * rowFactor[inRow.place(i)]! * columnFactor[inColumn.place(i)]!);
  return { data, shape: g.shape };
}

/** Where an element falls when one axis is reduced away. */
function layout(shape: readonly number[], axis: number): { length: number; place(i: number): number } {
  const length = shape[axis]!;
  const stride = shape.slice(axis + 1).reduce((size, n) => size * n, 1);
  return { length, place: (i) => Math.floor(i / (length * stride)) * stride + (i % stride) };
}

function mix(old: NdArray, fresh: NdArray, beta: number): NdArray {
  return { data: old.data.map((v, i) => beta * v + (1 - beta) * fresh.data[i]!), shape: old.shape };
}

function zeros(shape: readonly number[]): NdArray {
  return { data: new Float32Array(shape.reduce((size, n) => size * n, 1)), shape };
}
