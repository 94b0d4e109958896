import { adafactor, adamw, lion, sgd } from "./optimizer/optimizers.js";
import type { Transformation } from "./optimizer/transformation.js";
import { stepsPerEpoch } from "./position.js";
import { constantSchedule, cosineSchedule, linearSchedule, type Schedule } from "./schedule.js";
import type { TrainOptions } from "./train.js";
import type { TrainingArguments } from "./training-arguments.js";

/** What arguments come to for data of a given length: options for `train`, and when to log, evaluate and save. */
export interface TrainingPlan
  extends Required<
    Pick<TrainOptions, "steps" | "optimizer" | "schedule" | "gradientAccumulationSteps" | "maxGradNorm">
  > {
  readonly warmupSteps: number;
  /** Optimizer steps between log lines. */
  readonly loggingSteps: number;
  /** Optimizer steps between evaluations; null: none. */
  readonly evalSteps: number | null;
  /** Optimizer steps between checkpoints. */
  readonly saveSteps: number;
}

/** Resolves epochs, shares and names as transformers' Trainer does. `epochLength` counts micro-steps. */
export function trainingPlan(args: TrainingArguments, { epochLength }: { epochLength: number }): TrainingPlan {
  const { gradientAccumulationSteps, maxSteps, numTrainEpochs, maxGradNorm, warmupRatio, evalSteps } = args;
  const perEpoch = stepsPerEpoch({ epochLength, gradientAccumulationSteps });
  const steps = maxSteps > 0 ? maxSteps : Math.ceil(numTrainEpochs * perEpoch);
  const resolved = (share: number): number => (share < 1 ? Math.ceil(share * steps) : share);
  const warmupSteps = args.warmupSteps > 0 ? resolved(args.warmupSteps) : Math.ceil(warmupRatio * steps);
  return {
    steps,
    gradientAccumulationSteps,
    maxGradNorm: maxGradNorm === 0 ? Number.POSITIVE_INFINITY : maxGradNorm,
    optimizer: optimizerOf(args),
    schedule: scheduleOf(args, steps, warmupSteps),
    warmupSteps,
    loggingSteps: resolved(args.loggingSteps),
    evalSteps: evalSteps === null ? null : resolved(evalSteps),
    saveSteps: resolved(args.saveSteps),
  };
}

function optimizerOf({ optim, weightDecay, adamBeta1, adamBeta2, adamEpsilon }: TrainingArguments): Transformation {
  switch (optim) {
    case "adamw_torch":
    case "adamw_torch_fused":
      return adamw({ beta1: adamBeta1, beta2: adamBeta2, epsilon: adamEpsilon, weightDecay });
    case "lion_32bit":
      return lion({ beta1: adamBeta1, beta2: adamBeta2, weightDecay });
    case "sgd":
      return sgd({ weightDecay });
    case "adafactor":
      // transformers' own form: factored from the first element, steps not relative to the parameter's size.
      return adafactor({ minimumFactored: 1, scaleByParameter: false, weightDecay });
    default:
      return optim satisfies never;
  }
}

function scheduleOf(
  { lrSchedulerType, learningRate }: TrainingArguments,
  steps: number,
  warmupSteps: number,
): Schedule {
  switch (lrSchedulerType) {
    case "linear":
      return linearSchedule({ learningRate, steps, warmupSteps });
    case "cosine":
      return cosineSchedule({ learningRate, steps, warmupSteps });
    case "constant":
      return constantSchedule({ learningRate });
    case "constant_with_warmup":
      return constantSchedule({ learningRate, warmupSteps });
    default:
      return lrSchedulerType satisfies never;
  }
}
