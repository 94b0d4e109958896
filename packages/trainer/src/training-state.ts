import type { Arrays } from "./arrays.js";
import type { OptimizerState } from "./optimizer/transformation.js";

/** All that a run is after some steps: continue from it and the rest comes out bit for bit the same. */
export interface TrainingState {
  /** Optimizer steps done. */
  readonly step: number;
  /** Micro-steps done; with the batch source, the position in the data. */
  readonly microStep: number;
  readonly parameters: Arrays;
  readonly optimizer: OptimizerState;
}
