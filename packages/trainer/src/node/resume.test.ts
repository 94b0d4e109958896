import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shuffledBatches } from "../batch-source.js";
import { batchOf, bigram, ruleRow } from "../bigram.test.model.js";
import { byGroup } from "../optimizer/by-group.js";
import { adafactor, adamw, lion, sgd } from "../optimizer/optimizers.js";
import type { Transformation } from "../optimizer/transformation.js";
import { cosineSchedule } from "../schedule.js";
import { type Step, train } from "../train.js";
import type { Trainee } from "../trainee.js";
import type { TrainingState } from "../training-state.js";
import { restore } from "./restore.js";
import { saveCheckpoint } from "./save-checkpoint.js";

const STEPS = 9;
const folder = mkdtempSync(join(tmpdir(), "resume-"));
beforeAll(async () => {
  await useBackend("wasm");
});
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Runs in objects of its own: another model, data source and schedule each time. Losses are drawn a little at random in
 * training, as with dropout.
 */
async function run(optimizer: Transformation, steps: number, from: TrainingState | null): Promise<Step[]> {
  const model = bigram(from ? 99 : 0);
  const make = (indices: readonly number[], epoch: number): ReturnType<typeof batchOf> =>
    batchOf(
      indices.map((i) => ruleRow(i + epoch)),
      indices[0]! % 2 === 0 ? {} : { image: [0.5, -0.5] },
    );
  const done: Step[] = [];
  const trainee: Trainee = {
    parameters: model.parameters,
    loss: (batch, training) => tf.mul(model.loss(batch), training ? 1 + Math.sin(training.microStep) / 10 : 1),
  };
  const options = {
    model: trainee,
    batches: shuffledBatches(10, make, { batchSize: 2, seed: 3 }),
    steps,
    optimizer,
    schedule: cosineSchedule({ learningRate: 0.05, steps: STEPS, warmupSteps: 2 }),
    gradientAccumulationSteps: 2,
    from,
  };
  for await (const step of train(options)) done.push(step);
  model.dispose();
  return done;
}

/** The files of a state, as their bytes. */
async function bytesOf(name: string, state: TrainingState): Promise<string[]> {
  const path = await saveCheckpoint(join(folder, name), state);
  return ["parameters.safetensors", "optimizer.safetensors"].map((file) => readFileSync(join(path, file), "hex"));
}

describe.each<readonly [string, Transformation, readonly number[]]>([
  ["adamw", adamw({ weightDecay: 0.05 }), [1, 2, 3, 4, 5, 6, 7, 8]],
  ["lion", lion(), [4]],
  ["sgd", sgd({ momentum: 0.9 }), [4]],
  ["adafactor", adafactor({ minimumFactored: 2 }), [4]],
  [
    "groups",
    byGroup(
      [
        { parameters: "vision", optimizer: adamw({ weightDecay: 0.1 }), learningRateScale: 0.1 },
        { parameters: /^head$/, optimizer: lion(), learningRateScale: 0 },
      ],
      adamw(),
    ),
    [1, 4, 7],
  ],
])("%s", (name, optimizer, stops) => {
  // An epoch has five micro-batches, so three steps, of which the last has one: most stops lie within an epoch.
  test(`saved and continued after ${stops} of ${STEPS} steps, ends bit for bit as the run that was not`, async () => {
    const straight = await run(optimizer, STEPS, null);
    const expected = await bytesOf(`${name}-straight`, straight.at(-1)!.state);
    for (const stop of stops) {
      const begun = await run(optimizer, stop, null);
      const { state } = await restore(await saveCheckpoint(join(folder, `${name}-${stop}`), begun.at(-1)!.state));
      const rest = await run(optimizer, STEPS, state);
      const seen = ({ step, loss, gradNorm, learningRate }: Step): readonly number[] => [
        step,
        loss,
        gradNorm,
        learningRate,
      ];
      expect([...begun, ...rest].map(seen)).toEqual(straight.map(seen));
      expect(await bytesOf(`${name}-${stop}`, rest.at(-1)!.state)).toEqual(expected);
    }
  });
});
