import { rootMeanSquare, scaled } from "../arrays.js";
import { stateless, type Transformation } from "./transformation.js";

/** Scales an update down to a root mean square of `threshold`, parameter by parameter (arXiv 1804.04235, §6). */
export function clipByBlockRms(threshold: number): Transformation {
  return stateless((update) => scaled(1 / Math.max(1, rootMeanSquare(update) / threshold), update));
}

/** Scales an update by its parameter's root mean square, at least `minimum`. */
export function scaleByParameterRms({ minimum = 1e-3 }: { minimum?: number } = {}): Transformation {
  return stateless((update, parameter) => scaled(Math.max(minimum, rootMeanSquare(parameter)), update));
}
