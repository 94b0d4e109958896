import type { Estimate } from "./estimate.js";
import { studentQuantile } from "./student.js";

/** The mean with Student's 95 % interval: x̄ ± t(n−1) · s/√n. One value gives an infinite interval. */
export function meanInterval(values: ArrayLike<number>): Estimate {
  const count = values.length;
  if (count === 0)
    throw new Error("eval.meanInterval: no values; expected at least one. Leave a mean of no cases out.");
  let sum = 0;
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite(values[i]))
      throw new Error(`eval.meanInterval: values[${i}] is ${values[i]}; expected a finite number. Drop or replace it.`);
    sum += values[i]!;
  }
  const value = sum / count;
  if (count === 1) return { value, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY, count };
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i]! - value) ** 2;
  const half = studentQuantile(count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { value, lower: value - half, upper: value + half, count };
}
