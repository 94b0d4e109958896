import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadAdapter } from "@vlm/lora/node";
import { load } from "@vlm/models/node";
import { openSafetensors, type Safetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import { adamw, cosineSchedule, type Step, train } from "@vlm/trainer";
import type { Batch } from "@vlm/types";
import { caseBatch } from "./case-batch.js";
import { type Comparison, compare } from "./comparison.js";
import { imageLayout } from "./image-layout.js";

/** The generator's settings; the case's files do not hold them. */
const MICRO_BATCHES = 2;
const OPTIMIZER = adamw({ weightDecay: 0.05 });
const LEARNING_RATE = 2e-3;
const WARMUP_STEPS = 3;
const MAX_GRAD_NORM = 0.3;

/** One line of the case's log. */
interface Logged {
  readonly step: number;
  readonly loss: number;
  readonly grad_norm: number;
  readonly learning_rate: number;
  readonly label_tokens: number;
}

/**
 * A case of kind `trainer`: step by step the loss within 1e-4 relative, the gradient norm within 1e-3, learning rate and
 * label tokens; the final adapter within 1e-4. Runs on the current backend.
 */
export async function trainer(folder: string): Promise<Comparison[]> {
  const parts: { readonly model: string; readonly adapter: string } = await readJson(folder, "case.json");
  const log: readonly Logged[] = await readJson(folder, "log.json");
  const golden = await openSafetensors(await fileSource(join(folder, "golden.safetensors")));
  const model = await load(join(folder, parts.model));
  const adapter = await loadAdapter(model, join(folder, parts.adapter), { trainable: true });
  try {
    const batches = await microBatches(golden, join(folder, parts.model));
    const run = train({
      model: { loss: (batch) => model.loss(batch), parameters: adapter.parameters },
      batches: { epochLength: batches.length, at: (microStep) => batches[microStep]! },
      steps: log.length,
      gradientAccumulationSteps: MICRO_BATCHES,
      optimizer: OPTIMIZER,
      schedule: cosineSchedule({ learningRate: LEARNING_RATE, warmupSteps: WARMUP_STEPS, steps: log.length }),
      maxGradNorm: MAX_GRAD_NORM,
    });
    const comparisons: Comparison[] = [];
    let last: Step | undefined;
    for await (const step of run) {
      comparisons.push(...compareStep(step, log[step.step - 1]!));
      last = step;
    }
    for (const [name, { data, shape }] of last!.state.parameters) {
      const expected = await golden.readFloat32(`final.${name}`);
      comparisons.push(compare(`final.${name}`, shape, data, expected, { tolerance: 1e-4 }));
    }
    return comparisons;
  } finally {
    adapter.dispose();
    model.dispose();
    await golden.close();
  }
}

function compareStep(step: Step, logged: Logged): Comparison[] {
  const one = (name: string, actual: number, expected: number, relative: number): Comparison =>
    compare(`step ${step.step} ${name}`, [], [actual], [expected], { tolerance: relative * Math.abs(expected) });
  return [
    one("loss", step.loss, logged.loss, 1e-4),
    one("grad_norm", step.gradNorm, logged.grad_norm, 1e-3),
    one("learning_rate", step.learningRate, logged.learning_rate, 1e-9),
    one("label_tokens", step.labelTokens, logged.label_tokens, 0),
  ];
}

async function microBatches(golden: Safetensors, model: string): Promise<Batch[]> {
  const layout = imageLayout(await readJson(model, "config.json"));
  const batches: Batch[] = [];
  for (let k = 0; golden.tensors.has(`micro.${k}.input_ids`); k++) {
    batches.push(await caseBatch(golden, `micro.${k}`, layout));
  }
  return batches;
}

async function readJson<T>(folder: string, name: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, name), "utf8")) as T;
}
