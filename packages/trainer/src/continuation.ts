import type { Transformation } from "./optimizer/transformation.js";
import { microSteps, type Pace } from "./position.js";
import type { Trainee } from "./trainee.js";
import type { TrainingState } from "./training-state.js";

/** Checks that a saved state belongs to this model, this optimizer and this division of the data. */
export function requireContinuation(
  { step, microStep, parameters, optimizer: saved }: TrainingState,
  model: Trainee,
  { pace, optimizer }: { readonly pace: Pace; readonly optimizer: Transformation },
): void {
  const faults: string[] = [];
  for (const [name, { shape }] of model.parameters) {
    const found = parameters.get(name)?.shape;
    if (!found) faults.push(`${name} is missing`);
    else if (String(found) !== String(shape)) faults.push(`${name} is [${found}] instead of [${shape}]`);
  }
  for (const name of parameters.keys()) if (!model.parameters.has(name)) faults.push(`${name} is unknown`);
  if (faults.length > 0) {
    throw new Error(
      `trainer.train: the state of step ${step} does not fit the model: ${faults.join("; ")}; expected its ${model.parameters.size} parameters. Continue with the adapter that the run began with.`,
    );
  }
  // Only the names are wanted, so that no values need to be made.
  const hollow = new Map([...parameters].map(([name, { shape }]) => [name, { data: new Float32Array(0), shape }]));
  const expected = new Set(optimizer.init(hollow).keys());
  const strange =
    [...expected].find((name) => !saved.has(name)) ?? [...saved.keys()].find((name) => !expected.has(name));
  if (strange !== undefined) {
    throw new Error(
      `trainer.train: the state of step ${step} was saved by another optimizer: ${strange} is ${saved.has(strange) ? "unknown" : "missing"}; expected the state of this one. Continue with the optimizer and the parameter groups that the run began with.`,
    );
  }
  const position = microSteps(step, pace).first;
  if (position !== microStep) {
    throw new Error(
      `trainer.train: the state of step ${step} was saved after ${microStep} micro-steps; expected ${position} with ${pace.epochLength} micro-steps an epoch and ${pace.gradientAccumulationSteps} a step. Continue with the data, batch size and accumulation that the run began with.`,
    );
  }
}
