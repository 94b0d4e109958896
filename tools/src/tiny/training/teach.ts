import { join } from "node:path";
import { type GradientSource, train } from "@vlm/trainer";
import { latestCheckpoint, openMetrics, restore, saveCheckpoint } from "@vlm/trainer/node";
import { batchSizeOf, type StageName } from "../lessons/stage.js";
import type { ReadingScore } from "../reading-test/read.js";
import { type Classroom, lessonBatches, microBatches } from "./lesson-batches.js";
import { optimizerOf, scheduleOf } from "./optimization.js";
import { stageAt, stepsOf } from "./plan.js";
import type { RunRecord } from "./run-record.js";
import type { Student } from "./student.js";

/** A line of `metrics.jsonl`. */
export interface Moment {
  readonly step: number;
  readonly stage: StageName;
  /** Nats a label, words' and pictures' together. */
  readonly loss: number;
  readonly grad_norm: number;
  readonly learning_rate: number;
  /** Lessons and tokens of this step. */
  readonly samples: number;
  readonly tokens: number;
  readonly label_tokens: number;
  readonly seconds: number;
  /** Where it was tested. */
  readonly reading?: ReadingScore;
}

export interface TeachOptions {
  /** Checkpoints are kept in its folder `checkpoints`, losses in its `metrics.jsonl`. */
  readonly folder: string;
  /** Tests and checkpoints of the run, at even distances; the end is always one. */
  readonly milestones: number;
  /** Seconds after which the run stops at a checkpoint, done or not. */
  readonly seconds: number;
  /** Threads that take gradients; null: this one does. */
  readonly gradients: GradientSource | null;
  /** Null: reading is not tested. */
  readonly test: (() => Promise<ReadingScore>) | null;
  readonly onStep: (moment: Moment, steps: number) => void;
}

/** Trains, from the newest checkpoint of the folder on. @returns whether the run is done */
export async function teach(
  { trainee }: Student,
  classroom: Classroom,
  { plan, seed, learningRate, batch }: RunRecord,
  { folder, milestones, seconds, gradients, test, onStep }: TeachOptions,
): Promise<boolean> {
  const steps = stepsOf(plan);
  const checkpoints = join(folder, "checkpoints");
  const { checkpoint, warnings } = await latestCheckpoint(checkpoints);
  for (const warning of warnings) console.warn(warning);
  const from = checkpoint ? (await restore(checkpoint.path)).state : null;
  const batches = lessonBatches(classroom, { steps, stageOf: (step) => stageAt(plan, step), seed });
  const options = {
    model: trainee,
    batches,
    steps,
    optimizer: optimizerOf(),
    schedule: scheduleOf(steps, learningRate),
  };
  const metrics = await openMetrics(join(folder, "metrics.jsonl"));
  const every = Math.max(1, Math.ceil(steps / milestones));
  const began = performance.now();
  let ended = from?.step === steps;
  try {
    for await (const { step, loss, gradNorm, learningRate: rate, state, ...rest } of train({
      ...options,
      from,
      gradients,
      gradientAccumulationSteps: microBatches,
    })) {
      const late = (performance.now() - began) / 1000 >= seconds;
      ended = step === steps;
      const milestone = ended || late || step % every === 0;
      const reading = milestone && test ? await test() : undefined;
      const stage = stageAt(plan, step - 1);
      const moment: Moment = {
        ...{ step, stage, loss, grad_norm: gradNorm, learning_rate: rate },
        ...{
          samples: microBatches * batchSizeOf(stage, batch),
          tokens: rest.tokens,
          label_tokens: rest.labelTokens,
          seconds: rest.seconds,
        },
        ...(reading && { reading }),
      };
      await metrics.write({ ...moment });
      if (milestone) await saveCheckpoint(checkpoints, state, { saveTotalLimit: 2 });
      onStep(moment, steps);
      if (late) break;
    }
  } finally {
    await metrics.close();
  }
  return ended;
}
