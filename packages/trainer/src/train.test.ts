import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BatchSource } from "./batch-source.js";
import { type Bigram, batchOf, bigram, ruleRow } from "./bigram.test.model.js";
import { meanLoss } from "./mean-loss.js";
import { byGroup } from "./optimizer/by-group.js";
import { adamw, lion, sgd } from "./optimizer/optimizers.js";
import { constantSchedule } from "./schedule.js";
import { type Step, type TrainOptions, train } from "./train.js";
import type { Trainee } from "./trainee.js";

beforeAll(async () => {
  await useBackend("wasm");
});

let model: Bigram;
beforeEach(() => {
  model = bigram();
});
afterEach(() => model.dispose());

const ROWS = Array.from({ length: 12 }, (_, i) => ruleRow(i));

function inBatchesOf(size: number): BatchSource {
  const epochLength = Math.ceil(ROWS.length / size);
  const at = (microStep: number): Batch => {
    const first = (microStep % epochLength) * size;
    return batchOf(ROWS.slice(first, first + size), { id: `batch-${microStep}` });
  };
  return { epochLength, at };
}

function options(changes: Partial<TrainOptions> = {}): TrainOptions {
  const schedule = constantSchedule({ learningRate: 0.05 });
  return { model, batches: inBatchesOf(4), steps: 3, optimizer: adamw(), schedule, ...changes };
}

async function collect(changes: Partial<TrainOptions> = {}): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const step of train(options(changes))) steps.push(step);
  return steps;
}

describe("train", () => {
  test("learns a rule", async () => {
    const before = await meanLoss(model, [batchOf(ROWS)]);
    const steps = await collect({ steps: 150 });
    const after = await meanLoss(model, [batchOf(ROWS)]);
    expect(before.loss).toBeGreaterThan(2);
    expect(after.loss).toBeLessThan(0.05);
    expect(after.labelTokens).toBe(ROWS.flat().length - ROWS.length);
    expect(steps).toHaveLength(150);
    expect(steps.at(-1)).toMatchObject({ step: 150, epoch: 50, learningRate: 0.05 });
  });

  test("reports the mean over the label tokens of a step, and counts them without padding", async () => {
    const expected = await meanLoss(model, [batchOf(ROWS.slice(0, 4)), batchOf(ROWS.slice(4, 8))]);
    const [step] = await collect({ gradientAccumulationSteps: 2, steps: 1 });
    const tokens = ROWS.slice(0, 8).flat().length;
    expect(step).toMatchObject({ step: 1, labelTokens: tokens - 8, tokens, epoch: 2 / 3 });
    expect(step!.loss).toBeCloseTo(expected.loss, 6);
    expect(step!.seconds).toBeGreaterThan(0);
  });

  test("the split into micro-batches changes nothing but rounding", async () => {
    const whole = await collect({ batches: inBatchesOf(12), steps: 4 });
    for (const size of [1, 2, 5]) {
      const other = bigram();
      const split = await collect({
        model: other,
        batches: inBatchesOf(size),
        gradientAccumulationSteps: 12,
        steps: 4,
      });
      for (const [i, step] of split.entries()) {
        expect(step.loss).toBeCloseTo(whole[i]!.loss, 5);
        expect(step.gradNorm).toBeCloseTo(whole[i]!.gradNorm, 5);
        expect(step.labelTokens).toBe(whole[i]!.labelTokens);
      }
      other.dispose();
    }
  });

  test("the gradient norm is the central difference along the gradient, before clipping", async () => {
    const lossAt = async (): Promise<number> => (await meanLoss(model, [batchOf(ROWS.slice(0, 4))])).loss;
    const start = [...model.parameters].map(([, variable]) => variable.clone());
    // Plain descent moves along −gradient, so that the step's length is learningRate × norm.
    const schedule = constantSchedule({ learningRate: 1e-2 });
    const [step] = await collect({ optimizer: sgd(), schedule, steps: 1, maxGradNorm: 1e9 });
    const ahead = await lossAt();
    [...model.parameters.values()].forEach((variable, i) => {
      tf.tidy(() => variable.assign(tf.sub(tf.mul(start[i]!, 2), variable)));
    });
    const behind = await lossAt();
    expect((behind - ahead) / 2e-2 / step!.gradNorm ** 2).toBeCloseTo(1, 2);
    tf.dispose(start);
  });

  test("clips to the given norm", async () => {
    const schedule = constantSchedule({ learningRate: 1 });
    const start = await allParameters(model);
    const [step] = await collect({ optimizer: sgd(), schedule, steps: 1, maxGradNorm: 0.01 });
    const end = await allParameters(model);
    const moved = Math.sqrt(start.reduce((sum, value, i) => sum + (value - end[i]!) ** 2, 0));
    expect(step!.gradNorm).toBeGreaterThan(0.1);
    expect(moved).toBeCloseTo(0.01, 5);
  });

  test("a parameter that no batch of a step reaches stays, with weight decay too", async () => {
    const vision = async (): Promise<number[]> => [...(await model.parameters.get("vision")!.data())];
    const before = await vision();
    const optimizer = adamw({ weightDecay: 0.5 });
    await collect({ optimizer });
    expect(await vision()).toEqual(before);
    const seeing: BatchSource = { epochLength: 2, at: (i) => batchOf(ROWS, i % 2 ? { image: [1, -1] } : {}) };
    await collect({ optimizer, batches: seeing, gradientAccumulationSteps: 2, steps: 1 });
    expect(await vision()).not.toEqual(before);
  });

  test("says where in the run a gradient is taken, and nothing when it evaluates", async () => {
    const seen: (number | undefined)[] = [];
    const told: Trainee = {
      parameters: model.parameters,
      loss(batch, training) {
        seen.push(training?.microStep);
        return model.loss(batch);
      },
    };
    await collect({ model: told, gradientAccumulationSteps: 2, steps: 3 });
    await meanLoss(told, [batchOf(ROWS)]);
    expect(seen).toEqual([0, 1, 2, 3, 4, undefined]);
  });

  test("keeps no tensor, in a run that ends, is left, or fails", async () => {
    const before = tf.memory().numTensors;
    for await (const step of train(options({ steps: 20, gradientAccumulationSteps: 2 }))) {
      expect(tf.memory().numTensors).toBe(before);
      if (step.step === 10) break;
    }
    await collect({ steps: 5 });
    expect(tf.memory().numTensors).toBe(before);
    await expect(collect({ batches: { epochLength: 1, at: () => poisoned() } })).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("lets the event loop run between micro-batches", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await collect({ steps: 5, gradientAccumulationSteps: 3 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});

describe("train stops", () => {
  test("at a loss that is not finite, with the batch's ids and before the update", async () => {
    const start = await allParameters(model);
    const batches: BatchSource = { epochLength: 2, at: (i) => (i === 0 ? batchOf(ROWS) : poisoned()) };
    await expect(collect({ batches, gradientAccumulationSteps: 2 })).rejects.toThrow(
      'trainer.train: the loss is NaN in the batch of "bad-0"; expected finite numbers. Lower the learning rate or look at these samples; the parameters are as before the step.',
    );
    expect(await allParameters(model)).toEqual(start);
  });

  test("at a gradient that is not finite, with the parameter's name", async () => {
    const variable = model.parameters.get("head")!;
    const lossWithPole = (): tf.Scalar =>
      tf.customGrad((x) => ({
        value: tf.sum(x as tf.Tensor) as tf.Scalar,
        gradFunc: () => tf.fill(variable.shape, Number.POSITIVE_INFINITY),
      }))(variable) as tf.Scalar;
    await expect(collect({ model: { parameters: model.parameters, loss: lossWithPole } })).rejects.toThrow(
      'trainer.train: the gradient of head has Infinity at 0 in the batch of "batch-0-0", "batch-0-1", "batch-0-2", "batch-0-3"; expected finite numbers.',
    );
  });

  test("at a step without labels", async () => {
    const batches: BatchSource = { epochLength: 1, at: () => batchOf([[1, 2, 3]], { prompt: 9, id: "cut" }) };
    const loss = (): tf.Scalar => tf.mul(tf.sum(model.parameters.get("head")!), 0) as tf.Scalar;
    const silent: Trainee = { parameters: model.parameters, loss };
    await expect(collect({ batches, model: silent })).rejects.toThrow(
      'trainer.train: no token of "cut-0" has a label; expected at least one in a step. Check that the template marks the assistant\'s tokens and that truncation keeps them.',
    );
    await expect(meanLoss(silent, [await batches.at(0)])).rejects.toThrow(
      "trainer.meanLoss: the batches have no label tokens; expected at least one. Pass labelled batches.",
    );
  });

  test("at the call, for options that make no sense", () => {
    expect(() => train(options({ steps: 0 }))).toThrow(
      "trainer.train: steps is 0; expected a positive integer. Set it to 1 or more.",
    );
    expect(() => train(options({ gradientAccumulationSteps: 1.5 }))).toThrow("gradientAccumulationSteps is 1.5");
    expect(() => train(options({ maxGradNorm: 0 }))).toThrow(
      "trainer.train: maxGradNorm is 0; expected a positive number. Pass Infinity to leave gradients alone.",
    );
    expect(() => train(options({ model: { ...model, parameters: new Map() } }))).toThrow(
      "trainer.train: the model has no parameters; expected some to train. Attach an adapter first.",
    );
  });
});

describe("a run that is continued", () => {
  test("refuses a state of another model or another division of the data", async () => {
    const [{ state }] = (await collect({ steps: 1 })) as [Step];
    const head = state.parameters.get("head")!;
    const parameters = new Map([
      ["embedding", { ...head, shape: [1, 2] }],
      ["head", head],
      ["tail", head],
    ]);
    expect(() => train(options({ from: { ...state, parameters } }))).toThrow(
      "trainer.train: the state of step 1 does not fit the model: embedding is [1,2] instead of [11,6]; vision is missing; tail is unknown; expected its 3 parameters. Continue with the adapter that the run began with.",
    );
    expect(() => train(options({ from: state, optimizer: lion() }))).toThrow(
      "trainer.train: the state of step 1 was saved by another optimizer: 0.t.embedding is unknown; expected the state of this one. Continue with the optimizer and the parameter groups that the run began with.",
    );
    const grouped = byGroup([{ parameters: "head", optimizer: adamw() }], adamw());
    expect(() => train(options({ from: state, optimizer: grouped }))).toThrow("0.0.t.head is missing");
    expect(() => train(options({ from: state, gradientAccumulationSteps: 2 }))).toThrow(
      "trainer.train: the state of step 1 was saved after 1 micro-steps; expected 2 with 3 micro-steps an epoch and 2 a step. Continue with the data, batch size and accumulation that the run began with.",
    );
  });
});

/** All parameters in one row. */
async function allParameters({ parameters }: Bigram): Promise<number[]> {
  const values: number[] = [];
  for (const variable of parameters.values()) values.push(...(await variable.data()));
  return values;
}

function poisoned(): Batch {
  return batchOf([[1, 2, 3]], { image: [Number.NaN, 1], id: "bad" });
}
