import { type Arrays, sumOfSquares, times } from "../arrays.js";
import type { Transformation } from "./transformation.js";

/** √(sum of squares of all elements of all arrays), summed in float64. */
export function globalNorm(arrays: Arrays): number {
  let sum = 0;
  for (const array of arrays.values()) sum += sumOfSquares(array);
  return Math.sqrt(sum);
}

/** What brings arrays of a global norm to `maximum` at most, as torch.nn.utils.clip_grad_norm_ does. */
export function clipFactor(norm: number, maximum: number): number {
  return Math.min(1, maximum / (norm + 1e-6));
}

/** Scales all arrays alike so that their global norm is at most `maximum`, as torch.nn.utils.clip_grad_norm_. */
export function clipToNorm(arrays: Arrays, norm: number, maximum: number): Arrays {
  const factor = clipFactor(norm, maximum);
  return factor === 1 ? arrays : times(arrays, factor);
}

/** `clipToNorm` as a link of a chain. */
export function clipByGlobalNorm(maximum: number): Transformation {
  return {
    init: () => new Map(),
    update: (updates, state) => ({ updates: clipToNorm(updates, globalNorm(updates), maximum), state }),
  };
}
