import { plusScaled } from "../arrays.js";
import { stateless, type Transformation } from "./transformation.js";

/** Adds `weightDecay` × parameter to the update: decoupled after an adaptive step, L2 before it. */
export function addDecayedWeights(weightDecay: number): Transformation {
  return stateless((update, parameter) => (weightDecay === 0 ? update : plusScaled(update, weightDecay, parameter)));
}
