import type { NdArray } from "@vlm/types";

/** Named float32 arrays in host memory: parameters, gradients, optimizer state. Never written after they are made. */
export type Arrays = ReadonlyMap<string, NdArray>;

/** A new array from one, element by element. */
export function map(x: NdArray, f: (x: number) => number): NdArray {
  const data = new Float32Array(x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = f(x.data[i]!);
  return { data, shape: x.shape };
}

/** A new array from two of the same shape, element by element. */
export function zip(x: NdArray, y: NdArray, f: (x: number, y: number) => number): NdArray {
  const data = new Float32Array(x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = f(x.data[i]!, y.data[i]!);
  return { data, shape: x.shape };
}

/** Sums by name; a name that only one of them has keeps its array. */
export function plus(x: Arrays, y: Arrays): Arrays {
  const sum = new Map(x);
  for (const [name, array] of y) {
    const other = x.get(name);
    sum.set(name, other ? zip(other, array, (a, b) => a + b) : array);
  }
  return sum;
}

export function times(x: Arrays, factor: number): Arrays {
  return new Map([...x].map(([name, array]) => [name, map(array, (a) => a * factor)]));
}

/** √(mean of squares), summed in float64. */
export function rootMeanSquare({ data }: NdArray): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * data[i]!;
  return Math.sqrt(sum / data.length);
}
