import { microSteps, type Pace } from "./position.js";
import type { Trainee } from "./trainee.js";
import type { TrainingState } from "./training-state.js";

/** Checks that a saved state belongs to this model and this division of the data. */
export function requireContinuation({ step, microStep, parameters }: TrainingState, model: Trainee, pace: Pace): void {
  const faults: string[] = [];
  for (const [name, { shape }] of model.parameters) {
    const saved = parameters.get(name)?.shape;
    if (!saved) faults.push(`${name} is missing`);
    else if (String(saved) !== String(shape)) faults.push(`${name} is [${saved}] instead of [${shape}]`);
  }
  for (const name of parameters.keys()) if (!model.parameters.has(name)) faults.push(`${name} is unknown`);
  if (faults.length > 0) {
    throw new Error(
      `trainer.train: the state of step ${step} does not fit the model: ${faults.join("; ")}; expected its ${model.parameters.size} parameters. Continue with the adapter that the run began with.`,
    );
  }
  const position = microSteps(step, pace).first;
  if (position !== microStep) {
    throw new Error(
      `trainer.train: the state of step ${step} was saved after ${microStep} micro-steps; expected ${position} with ${pace.epochLength} micro-steps an epoch and ${pace.gradientAccumulationSteps} a step. Continue with the data, batch size and accumulation that the run began with.`,
    );
  }
}
