import { type GradientSource, readParameters, train, writeParameters } from "@vlm/trainer";
import { type StageName, stageNames } from "../lessons/stage.js";
import { type Classroom, lessonBatches, microBatches } from "./lesson-batches.js";
import { optimizerOf } from "./optimization.js";
import type { Student } from "./student.js";

/** Steps of each stage that are timed, after one that is not. */
const timed = 3;

/** Seconds that a step of each stage takes here and now, data and all; the model is as before. */
export async function measurePace(
  { trainee }: Student,
  classroom: Classroom,
  { seed, gradients }: { seed: number; gradients: GradientSource | null },
): Promise<Readonly<Record<StageName, number>>> {
  const before = await readParameters(trainee);
  const pace: Partial<Record<StageName, number>> = {};
  for (const name of stageNames) {
    const steps = timed + 1;
    const batches = lessonBatches(classroom, { steps, stageOf: () => name, seed });
    const began: number[] = [];
    const options = { model: trainee, batches, steps, optimizer: optimizerOf(), schedule: () => 1e-4, gradients };
    for await (const _ of train({ ...options, gradientAccumulationSteps: microBatches })) began.push(performance.now());
    pace[name] = (began.at(-1)! - began[0]!) / 1000 / timed;
  }
  writeParameters(trainee, before);
  return pace as Record<StageName, number>;
}
