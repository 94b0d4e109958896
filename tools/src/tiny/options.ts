import { parseArgs } from "node:util";
import { type StageName, stageNames } from "./lessons/stage.js";

export interface Options {
  readonly folder: string;
  /** Checkpoint whose shape, words and picture settings are taken. */
  readonly like: string;
  /** Checkpoint to go on from; null: random weights. */
  readonly weights: string | null;
  /** In their order; the steps are theirs by their shares. */
  readonly stages: readonly StageName[];
  /** Null: the fastest that starts. */
  readonly backend: string | null;
  /** Threads that take gradients, each of a micro-batch; the result is the same for any number. */
  readonly threads: number;
  readonly seed: number;
  /** Steps of the run; null: as many as the minutes allow. */
  readonly steps: number | null;
  /** Stops at a checkpoint after so many; the same command goes on. */
  readonly minutes: number;
  readonly learningRate: number;
  /** Factor of every stage's batch size. */
  readonly batch: number;
  /** Self-play behind the pictures of real positions. */
  readonly games: number;
  readonly simulations: number;
  /** Tests of reading during the run, and questions of each kind in one; with 0 it is not tested. */
  readonly milestones: number;
  readonly questions: number;
}

/** The command line's. @throws Error for what is no number, or too small */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: "string", default: "runs/tiny" },
      like: { type: "string", default: "examples/checkpoints/tiny-qwen3-vl" },
      weights: { type: "string" },
      stages: { type: "string", default: stageNames.join() },
      backend: { type: "string" },
      threads: { type: "string", default: "2" },
      seed: { type: "string", default: "7" },
      steps: { type: "string" },
      minutes: { type: "string" },
      "learning-rate": { type: "string", default: "1.5e-3" },
      batch: { type: "string", default: "1" },
      games: { type: "string", default: "400" },
      simulations: { type: "string", default: "100" },
      milestones: { type: "string", default: "12" },
      questions: { type: "string", default: "16" },
    },
  });
  const number = (name: keyof typeof values, least: number, whole = true): number => {
    const value = Number(values[name]);
    if (value >= least && (!whole || Number.isInteger(value))) return value;
    throw new Error(
      `tiny.options: --${name} is ${JSON.stringify(values[name])}; expected a ${whole ? "whole " : ""}number of at least ${least}. Correct it.`,
    );
  };
  const stages = values.stages.split(",");
  const unknown = stages.find((name) => !stageNames.includes(name as StageName));
  if (unknown !== undefined) {
    throw new Error(
      `tiny.options: --stages has ${JSON.stringify(unknown)}; expected some of ${stageNames.join()}. Correct it.`,
    );
  }
  return {
    folder: values.folder,
    like: values.like,
    weights: values.weights ?? null,
    stages: stageNames.filter((name) => stages.includes(name)),
    backend: values.backend ?? null,
    threads: number("threads", 1),
    seed: number("seed", 0),
    steps: values.steps === undefined ? null : number("steps", 1),
    minutes:
      values.minutes === undefined ? (values.steps === undefined ? 60 : Infinity) : number("minutes", 0.01, false),
    learningRate: number("learning-rate", 0, false),
    batch: number("batch", 0.01, false),
    games: number("games", 1),
    simulations: number("simulations", 1),
    milestones: number("milestones", 1),
    questions: number("questions", 0),
  };
}
