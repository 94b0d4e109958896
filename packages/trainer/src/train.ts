import { accumulate } from "./accumulate.js";
import { plus, times } from "./arrays.js";
import type { BatchSource } from "./batch-source.js";
import { requireContinuation } from "./continuation.js";
import { type GradientSource, gradientsOf } from "./gradients.js";
import { notFinite } from "./not-finite.js";
import { clipFactor, globalNorm } from "./optimizer/clip.js";
import type { Transformation } from "./optimizer/transformation.js";
import { readParameters, writeParameters } from "./parameters.js";
import { microSteps } from "./position.js";
import type { Schedule } from "./schedule.js";
import type { Trainee } from "./trainee.js";
import type { TrainingState } from "./training-state.js";

export interface TrainOptions {
  readonly model: Trainee;
  readonly batches: BatchSource;
  /** Optimizer steps of the whole run, those before `from` included. */
  readonly steps: number;
  readonly optimizer: Transformation;
  readonly schedule: Schedule;
  /** Micro-batches of one optimizer step; the last step of an epoch may have fewer. */
  readonly gradientAccumulationSteps?: number;
  /** Gradients are scaled down to this global norm; Infinity: never. */
  readonly maxGradNorm?: number;
  /** Makes the gradients in place of `model`, say in other threads; the parameters stay those of `model`. */
  readonly gradients?: GradientSource | null;
  /** Continue from here. */
  readonly from?: TrainingState | null;
}

/** What one optimizer step was. */
export interface Step {
  /** Counted from 1. */
  readonly step: number;
  /** Epochs done, with the fraction of the present one. */
  readonly epoch: number;
  /** Mean over the step's label tokens, nats, before the update. */
  readonly loss: number;
  /** Global norm before clipping. */
  readonly gradNorm: number;
  readonly learningRate: number;
  readonly labelTokens: number;
  /** Without padding. */
  readonly tokens: number;
  readonly seconds: number;
  /** The run after this step, for a checkpoint. Stays as it is while the run goes on. */
  readonly state: TrainingState;
}

/**
 * Trains, one optimizer step at each turn of the caller's `for await`. The loss of a step is the sum of the token losses
 * of all its micro-batches over all their label tokens, so that the split into micro-batches does not matter.
 *
 * @throws Error with the batch's ids for a loss or a gradient that is not finite, and for a step without label tokens.
 */
export function train({
  model,
  batches,
  steps,
  optimizer,
  schedule,
  gradientAccumulationSteps = 1,
  maxGradNorm = 1,
  gradients = null,
  from = null,
}: TrainOptions): AsyncGenerator<Step, void, undefined> {
  requirePositiveInteger("steps", steps);
  requirePositiveInteger("gradientAccumulationSteps", gradientAccumulationSteps);
  requirePositiveInteger("batches.epochLength", batches.epochLength);
  if (!(maxGradNorm > 0)) {
    throw new RangeError(
      `trainer.train: maxGradNorm is ${maxGradNorm}; expected a positive number. Pass Infinity to leave gradients alone.`,
    );
  }
  if (model.parameters.size === 0) {
    throw new Error("trainer.train: the model has no parameters; expected some to train. Attach an adapter first.");
  }
  const pace = { epochLength: batches.epochLength, gradientAccumulationSteps };
  if (from) requireContinuation(from, model, { pace, optimizer });
  const source = gradients ?? { parallel: 1, gradients: (batch, _, training) => gradientsOf(model, batch, training) };
  const options = { model, batches, steps, optimizer, schedule, gradientAccumulationSteps, maxGradNorm, from };
  return run({ ...options, gradients: source });
}

type Settings = Required<TrainOptions> & { readonly gradients: GradientSource };

async function* run(options: Settings): AsyncGenerator<Step, void, undefined> {
  const { model, batches, steps, optimizer, schedule, gradientAccumulationSteps, maxGradNorm, from } = options;
  const pace = { epochLength: batches.epochLength, gradientAccumulationSteps };
  if (from) writeParameters(model, from.parameters);
  let state = from?.optimizer ?? optimizer.init(await readParameters(model));
  for (let done = from?.step ?? 0; done < steps; done++) {
    const start = performance.now();
    const { first, end } = microSteps(done, pace);
    const before = await readParameters(model);
    const sums = await accumulate(options.gradients, before, batches, { first, end });
    const gradNorm = globalNorm(sums.gradients) / sums.labelTokens;
    if (!Number.isFinite(gradNorm)) throw notFinite(`the gradient norm is ${gradNorm}`, sums.ids);
    const learningRate = schedule(done);
    const gradients = times(sums.gradients, clipFactor(gradNorm, maxGradNorm) / sums.labelTokens);
    const updated = optimizer.update(gradients, state, before, learningRate);
    state = updated.state;
    const parameters = plus(before, updated.updates);
    writeParameters(model, parameters);
    yield {
      step: done + 1,
      epoch: end / batches.epochLength,
      loss: sums.loss / sums.labelTokens,
      gradNorm,
      learningRate,
      labelTokens: sums.labelTokens,
      tokens: sums.tokens,
      seconds: (performance.now() - start) / 1000,
      state: { step: done + 1, microStep: end, parameters, optimizer: state },
    };
  }
}

function requirePositiveInteger(name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new RangeError(`trainer.train: ${name} is ${value}; expected a positive integer. Set it to 1 or more.`);
}
