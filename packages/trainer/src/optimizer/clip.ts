import { type Arrays, times } from "../arrays.js";
import type { Transformation } from "./transformation.js";

/** √(sum of squares of all elements of all arrays), summed in float64. */
export function globalNorm(arrays: Arrays): number {
  let sum = 0;
  for (const { data } of arrays.values()) for (let i = 0; i < data.length; i++) sum += data[i]! * data[i]!;
  return Math.sqrt(sum);
}

/** Scales all arrays alike so that their global norm is at most `maximum`, as torch.nn.utils.clip_grad_norm_. */
export function clipToNorm(arrays: Arrays, norm: number, maximum: number): Arrays {
  const factor = maximum / (norm + 1e-6);
  return factor >= 1 ? arrays : times(arrays, factor);
}

/** `clipToNorm` as a link of a chain. */
export function clipByGlobalNorm(maximum: number): Transformation {
  return {
    init: () => new Map(),
    update: (updates, state) => ({ updates: clipToNorm(updates, globalNorm(updates), maximum), state }),
  };
}
