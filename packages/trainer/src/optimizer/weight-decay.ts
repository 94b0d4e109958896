import { plusScaled } from "../arrays.js";
import { stateless, type Transformation } from "./transformation.js";

export interface WeightDecayOptions {
  /** Which parameters decay, by name; all unless told. */
  readonly decays?: ((name: string) => boolean) | undefined;
}

/** Adds `weightDecay` × parameter to the update: decoupled after an adaptive step, L2 before it. */
export function addDecayedWeights(
  weightDecay: number,
  { decays = () => true }: WeightDecayOptions = {},
): Transformation {
  return stateless((update, parameter, _, name) =>
    weightDecay === 0 || !decays(name) ? update : plusScaled(update, weightDecay, parameter),
  );
}

/** Not biases and the weights of norms, which transformers' Trainer leaves alone. */
export function isDecayed(name: string): boolean {
  return !/bias|norm|(^|\.)ln_q\./.test(name);
}
