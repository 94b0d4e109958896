import { byGroup, type Named } from "./optimizer/by-group.js";
import { adafactor, adamw, type Decay, lion, sgd } from "./optimizer/optimizers.js";
import type { AdamOptions } from "./optimizer/scale-by-adam.js";
import type { Transformation } from "./optimizer/transformation.js";
import { isDecayed } from "./optimizer/weight-decay.js";
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

/** Parameters with a learning rate or weight decay of their own; what is not said is as for the others. */
export interface ParameterGroup {
  readonly parameters: Named;
  /** The highest rate of the group, which follows the schedule of the run. */
  readonly learningRate?: number;
  readonly weightDecay?: number;
}

export interface TrainingPlanOptions {
  /** Micro-steps of an epoch. */
  readonly epochLength: number;
  /** A parameter is in the first that names it. */
  readonly groups?: readonly ParameterGroup[];
  /** Makes AdamW with moments in 8 bits, as @vlm/quant-cuda does: needed where `optim` asks for it. */
  readonly adamw8bit?: (options: Adamw8bitOptions) => Transformation;
}

export interface Adamw8bitOptions extends Required<AdamOptions>, Required<Decay> {
  /** Parameters whose moments stay in float32. */
  readonly keeps: (name: string) => boolean;
}

/**
 * Resolves epochs, shares and names as transformers' Trainer does, which lets weights decay, but not biases and norms.
 *
 * @throws Error for groups with learning rates of their own in a run whose own is 0: they are multiples of it; and for
 *   moments in 8 bits without someone who makes that optimizer.
 */
export function trainingPlan(args: TrainingArguments, options: TrainingPlanOptions): TrainingPlan {
  const { epochLength, groups = [] } = options;
  const { gradientAccumulationSteps, maxSteps, numTrainEpochs, maxGradNorm, warmupRatio, evalSteps } = args;
  const perEpoch = stepsPerEpoch({ epochLength, gradientAccumulationSteps });
  const steps = maxSteps > 0 ? maxSteps : Math.ceil(numTrainEpochs * perEpoch);
  const resolved = (share: number): number => (share < 1 ? Math.ceil(share * steps) : share);
  const warmupSteps = args.warmupSteps > 0 ? resolved(args.warmupSteps) : Math.ceil(warmupRatio * steps);
  return {
    steps,
    gradientAccumulationSteps,
    maxGradNorm: maxGradNorm === 0 ? Number.POSITIVE_INFINITY : maxGradNorm,
    optimizer: groups.length > 0 ? grouped(args, groups, options) : optimizerOf(args, options),
    schedule: scheduleOf(args, steps, warmupSteps),
    warmupSteps,
    loggingSteps: resolved(args.loggingSteps),
    evalSteps: evalSteps === null ? null : resolved(evalSteps),
    saveSteps: resolved(args.saveSteps),
  };
}

function grouped(args: TrainingArguments, groups: readonly ParameterGroup[], makers: Makers): Transformation {
  if (args.learningRate === 0 && groups.some(({ learningRate }) => learningRate)) {
    throw new Error(
      "trainer.trainingPlan: learning_rate is 0 and a parameter group has a rate of its own; expected a rate that the schedule can scale. Set learning_rate, and the rate of groups that shall rest to 0.",
    );
  }
  return byGroup(
    groups.map(({ parameters, learningRate = args.learningRate, weightDecay = args.weightDecay }) => ({
      parameters,
      optimizer: optimizerOf({ ...args, weightDecay }, makers),
      learningRateScale: args.learningRate === 0 ? 1 : learningRate / args.learningRate,
    })),
    optimizerOf(args, makers),
  );
}

type Makers = Pick<TrainingPlanOptions, "adamw8bit">;

function optimizerOf(args: TrainingArguments, { adamw8bit }: Makers): Transformation {
  const { optim, weightDecay, adamBeta1, adamBeta2, adamEpsilon } = args;
  const adam = { beta1: adamBeta1, beta2: adamBeta2, epsilon: adamEpsilon, weightDecay, decays: isDecayed };
  switch (optim) {
    case "adamw_torch":
    case "adamw_torch_fused":
      return adamw(adam);
    case "adamw_8bit":
    case "adamw_bnb_8bit":
      if (adamw8bit) return adamw8bit({ ...adam, keeps: isEmbedding });
      throw new Error(
        `trainer.trainingPlan: optim is ${optim} and nobody makes it; expected the option adamw8bit. Pass adamw8bit of @vlm/quant-cuda.`,
      );
    case "lion_32bit":
      return lion({ beta1: adamBeta1, beta2: adamBeta2, weightDecay, decays: isDecayed });
    case "sgd":
      return sgd({ weightDecay, decays: isDecayed });
    case "adafactor":
      // transformers' own form: factored from the first element, steps not relative to the parameter's size.
      return adafactor({ minimumFactored: 1, scaleByParameter: false, weightDecay, decays: isDecayed });
    default:
      return optim satisfies never;
  }
}

/** transformers' Trainer keeps the moments of embeddings in 32 bits. */
function isEmbedding(name: string): boolean {
  return /(^|\.)(embed_tokens|pos_embed|position_embedding)\./.test(name);
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
