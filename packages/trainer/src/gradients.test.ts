import { useBackend } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import { beforeAll, expect, test } from "vitest";
import { batchOf, bigram, ruleRow } from "./bigram.test.model.js";
import { type GradientSource, gradientsOf } from "./gradients.js";
import { adamw } from "./optimizer/optimizers.js";
import { writeParameters } from "./parameters.js";
import { constantSchedule } from "./schedule.js";
import { type Step, train } from "./train.js";

beforeAll(async () => {
  await useBackend("wasm");
});

const batches = { epochLength: 12, at: (microStep: number): Batch => batchOf([ruleRow(microStep % 12)]) };

async function run(gradients: GradientSource | null): Promise<Step[]> {
  const model = bigram();
  const schedule = constantSchedule({ learningRate: 0.05 });
  const options = { model, batches, steps: 5, optimizer: adamw(), schedule, gradientAccumulationSteps: 4, gradients };
  const steps: Step[] = [];
  for await (const step of train(options)) steps.push(step);
  model.dispose();
  return steps;
}

/** A second model in place of another thread: it is given the parameters, and its answers come in any order. */
function elsewhere(parallel: number): { source: GradientSource; most: () => number } {
  const twin = bigram();
  let [underway, most, calls] = [0, 0, 0];
  return {
    source: {
      parallel,
      async gradients(batch, parameters, training) {
        most = Math.max(most, ++underway);
        writeParameters(twin, parameters);
        const made = await gradientsOf(twin, batch, training);
        await new Promise((resolve) => setTimeout(resolve, calls++ % 2 === 0 ? 20 : 0));
        underway--;
        return made;
      },
    },
    most: () => most,
  };
}

test("gradients made elsewhere, several at once and out of order, give the same run to the bit", async () => {
  const here = await run(null);
  const { source, most } = elsewhere(3);
  const there = await run(source);
  expect(most()).toBe(3);
  expect(there.map(({ loss, gradNorm }) => [loss, gradNorm])).toEqual(
    here.map(({ loss, gradNorm }) => [loss, gradNorm]),
  );
  expect(there.at(-1)!.state).toEqual(here.at(-1)!.state);
});

test("a source that fails ends the run with its error", async () => {
  const { source } = elsewhere(2);
  let calls = 0;
  const failing: GradientSource = {
    parallel: 2,
    gradients: (batch, parameters, training) =>
      ++calls > 2 ? Promise.reject(new Error(`thread ${calls} died`)) : source.gradients(batch, parameters, training),
  };
  await expect(run(failing)).rejects.toThrow("thread 3 died");
});
