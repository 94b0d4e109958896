import { nearest } from "./nearest.js";

/** Hugging Face's `TrainingArguments`, as far as a run here follows them; their names in camelCase, their defaults. */
export interface TrainingArguments {
  /** Where checkpoints and metrics go. */
  readonly outputDir: string | null;
  /** Samples of a micro-batch. */
  readonly perDeviceTrainBatchSize: number;
  readonly perDeviceEvalBatchSize: number;
  readonly gradientAccumulationSteps: number;
  /** May have a fraction. */
  readonly numTrainEpochs: number;
  /** Optimizer steps; −1: as many as the epochs have. */
  readonly maxSteps: number;
  readonly learningRate: number;
  readonly lrSchedulerType: "linear" | "cosine" | "constant" | "constant_with_warmup";
  /** Optimizer steps, or below 1 a share of them. Goes before `warmupRatio`. */
  readonly warmupSteps: number;
  readonly warmupRatio: number;
  readonly optim:
    | "adamw_torch"
    | "adamw_torch_fused"
    | "adamw_8bit"
    | "adamw_bnb_8bit"
    | "sgd"
    | "lion_32bit"
    | "adafactor";
  readonly weightDecay: number;
  readonly adamBeta1: number;
  readonly adamBeta2: number;
  readonly adamEpsilon: number;
  /** 0: no clipping. */
  readonly maxGradNorm: number;
  /** Less memory for activations, which are computed again in the backward pass. The model does it, told by the caller. */
  readonly gradientCheckpointing: boolean;
  readonly seed: number;
  /** Seed of the samples' order; null: `seed`. */
  readonly dataSeed: number | null;
  /** Optimizer steps, or below 1 a share of them; so the two below. */
  readonly loggingSteps: number;
  /** null: no evaluation during training. */
  readonly evalSteps: number | null;
  readonly saveSteps: number;
  /** Checkpoints that are kept; null: all. */
  readonly saveTotalLimit: number | null;
  /** A checkpoint's path; true: the newest in `outputDir`. */
  readonly resumeFromCheckpoint: string | boolean;
}

interface Rule<T> {
  readonly otherwise: T;
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

/** The one list of names; the snake_case ones are made from it. */
const RULES: { readonly [Name in keyof TrainingArguments]: Rule<TrainingArguments[Name]> } = {
  outputDir: optional(text("a folder")),
  perDeviceTrainBatchSize: count(8),
  perDeviceEvalBatchSize: count(8),
  gradientAccumulationSteps: count(1),
  numTrainEpochs: number(3, "a positive number", (n) => n > 0),
  maxSteps: number(-1, "a positive integer, or -1", (n) => Number.isInteger(n) && (n > 0 || n === -1)),
  learningRate: number(5e-5, "a number of at least 0", (n) => n >= 0),
  lrSchedulerType: oneOf("linear", "cosine", "constant", "constant_with_warmup"),
  warmupSteps: steps(0),
  warmupRatio: number(0, "a number in [0, 1]", (n) => n >= 0 && n <= 1),
  optim: oneOf("adamw_torch", "adamw_torch_fused", "adamw_8bit", "adamw_bnb_8bit", "sgd", "lion_32bit", "adafactor"),
  weightDecay: number(0, "a number of at least 0", (n) => n >= 0),
  adamBeta1: number(0.9, "a number in [0, 1)", (n) => n >= 0 && n < 1),
  adamBeta2: number(0.999, "a number in [0, 1)", (n) => n >= 0 && n < 1),
  adamEpsilon: number(1e-8, "a positive number", (n) => n > 0),
  maxGradNorm: number(1, "a number of at least 0", (n) => n >= 0),
  gradientCheckpointing: {
    otherwise: false,
    expected: "true or false",
    accepts: (value) => typeof value === "boolean",
  },
  seed: number(42, "an integer", Number.isSafeInteger),
  dataSeed: optional(number(0, "an integer", Number.isSafeInteger)),
  loggingSteps: positiveSteps(500),
  evalSteps: optional(positiveSteps(500)),
  saveSteps: positiveSteps(500),
  saveTotalLimit: optional(count(1)),
  resumeFromCheckpoint: {
    otherwise: false,
    expected: "a path, true or false",
    accepts: (value) => typeof value === "boolean" || typeof value === "string",
  },
};

const NAMES: ReadonlyMap<string, keyof TrainingArguments> = new Map(
  (Object.keys(RULES) as (keyof TrainingArguments)[]).map((name) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    name,
  ]),
);

/**
 * Reads arguments under Hugging Face's names (`learning_rate`, `max_steps`, …), as a YAML file or a command line has
 * them. Names that are not given take Hugging Face's defaults; null is the same as not given.
 *
 * @throws Error for a name that this trainer does not follow, with the nearest that it does, and for a wrong value.
 */
export function trainingArguments(input: Readonly<Record<string, unknown>>): TrainingArguments {
  const faults: string[] = [];
  const result: Record<string, unknown> = {};
  for (const [name, { otherwise }] of Object.entries(RULES)) result[name] = otherwise;
  for (const [given, value] of Object.entries(input)) {
    const name = NAMES.get(given);
    if (name === undefined) {
      faults.push(`${given} is not an argument of this trainer, the nearest is ${nearest(given, [...NAMES.keys()])}`);
      continue;
    }
    if (value === null || value === undefined) continue;
    const { expected, accepts } = RULES[name];
    if (accepts(value)) result[name] = value;
    else faults.push(`${given} is ${JSON.stringify(value)} instead of ${expected}`);
  }
  if (faults.length === 0) return result as unknown as TrainingArguments;
  throw new Error(
    `trainer.trainingArguments: ${faults.join("; ")}; expected names of ${[...NAMES.keys()].join(", ")}. Correct or remove them.`,
  );
}

function number(otherwise: number, expected: string, fits: (n: number) => boolean): Rule<number> {
  return {
    otherwise,
    expected,
    accepts: (value) => typeof value === "number" && Number.isFinite(value) && fits(value),
  };
}

function count(otherwise: number): Rule<number> {
  return number(otherwise, "a positive integer", (n) => Number.isInteger(n) && n > 0);
}

function steps(otherwise: number): Rule<number> {
  return number(otherwise, "an integer, or a share in [0, 1)", (n) => n >= 0 && (n < 1 || Number.isInteger(n)));
}

function positiveSteps(otherwise: number): Rule<number> {
  return number(otherwise, "a positive integer, or a share in (0, 1)", (n) => n > 0 && (n < 1 || Number.isInteger(n)));
}

function text(expected: string): Rule<string> {
  return { otherwise: "", expected, accepts: (value) => typeof value === "string" && value !== "" };
}

/** The first is the default. */
function oneOf<T extends string>(...values: readonly [T, ...T[]]): Rule<T> {
  return {
    otherwise: values[0],
    expected: `one of ${values.join(", ")}`,
    accepts: (value) => values.some((allowed) => allowed === value),
  };
}

function optional<T>(rule: Rule<T>): Rule<T | null> {
  return { ...rule, otherwise: null };
}
