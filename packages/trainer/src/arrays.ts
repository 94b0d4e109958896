import { nativeOptimizer } from "@vlm/ops";
import type { NdArray } from "@vlm/types";

/** Named float32 arrays in host memory: parameters, gradients, optimizer state. Never written after they are made. */
export type Arrays = ReadonlyMap<string, NdArray>;

export function zerosLike({ data, shape }: NdArray): NdArray {
  return { data: new Float32Array(data.length), shape };
}

/** factor · x */
export function scaled(factor: number, { data: x, shape }: NdArray): NdArray {
  const data = new Float32Array(x.length);
  const native = nativeOptimizer();
  if (native) native.addScaled(null, factor, x, data, x.length);
  else for (let i = 0; i < x.length; i++) data[i] = factor * x[i]!;
  return { data, shape };
}

/** x + factor · y */
export function plusScaled({ data: x, shape }: NdArray, factor: number, { data: y }: NdArray): NdArray {
  const data = new Float32Array(x.length);
  const native = nativeOptimizer();
  if (native) native.addScaled(x, factor, y, data, x.length);
  else for (let i = 0; i < x.length; i++) data[i] = x[i]! + factor * y[i]!;
  return { data, shape };
}

/** Sums by name; a name that only one of them has keeps its array. */
export function plus(x: Arrays, y: Arrays): Arrays {
  const sum = new Map(x);
  for (const [name, array] of y) {
    const other = x.get(name);
    sum.set(name, other ? plusScaled(other, 1, array) : array);
  }
  return sum;
}

/** Every array times one factor. */
export function times(x: Arrays, factor: number): Arrays {
  return new Map([...x].map(([name, array]) => [name, scaled(factor, array)]));
}

/** Σ x², in float64. */
export function sumOfSquares({ data }: NdArray): number {
  const native = nativeOptimizer();
  if (native) return native.sumOfSquares(data, data.length);
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * data[i]!;
  return sum;
}

/** √(mean of squares), summed in float64. */
export function rootMeanSquare(x: NdArray): number {
  return Math.sqrt(sumOfSquares(x) / x.data.length);
}
