/** Where optimizer steps lie among micro-steps. A step never reaches into the next epoch, as in transformers' Trainer. */
export interface Pace {
  readonly epochLength: number;
  readonly gradientAccumulationSteps: number;
}

/** Optimizer steps of one epoch; the last may have fewer micro-steps. */
export function stepsPerEpoch({ epochLength, gradientAccumulationSteps }: Pace): number {
  return Math.ceil(epochLength / gradientAccumulationSteps);
}

/** The micro-steps of the optimizer step that comes after `done` steps: from `first` up to, not including, `end`. */
export function microSteps(done: number, pace: Pace): { readonly first: number; readonly end: number } {
  const { epochLength, gradientAccumulationSteps } = pace;
  const perEpoch = stepsPerEpoch(pace);
  const epochStart = Math.floor(done / perEpoch) * epochLength;
  const first = epochStart + (done % perEpoch) * gradientAccumulationSteps;
  return { first, end: Math.min(first + gradientAccumulationSteps, epochStart + epochLength) };
}
