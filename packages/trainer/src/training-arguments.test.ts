import { describe, expect, test } from "vitest";
import { sgd } from "./optimizer/optimizers.js";
import type { Transformation } from "./optimizer/transformation.js";
import { trainingArguments } from "./training-arguments.js";
import { type Adamw8bitOptions, trainingPlan } from "./training-plan.js";

describe("trainingArguments", () => {
  test("has Hugging Face's names and defaults", () => {
    expect(trainingArguments({})).toEqual({
      outputDir: null,
      perDeviceTrainBatchSize: 8,
      perDeviceEvalBatchSize: 8,
      gradientAccumulationSteps: 1,
      numTrainEpochs: 3,
      maxSteps: -1,
      learningRate: 5e-5,
      lrSchedulerType: "linear",
      warmupSteps: 0,
      warmupRatio: 0,
      optim: "adamw_torch",
      weightDecay: 0,
      adamBeta1: 0.9,
      adamBeta2: 0.999,
      adamEpsilon: 1e-8,
      maxGradNorm: 1,
      gradientCheckpointing: false,
      seed: 42,
      dataSeed: null,
      loggingSteps: 500,
      evalSteps: null,
      saveSteps: 500,
      saveTotalLimit: null,
      resumeFromCheckpoint: false,
    });
  });

  test("takes given values; null is the default", () => {
    const args = trainingArguments({
      learning_rate: 2e-4,
      adam_beta2: 0.95,
      per_device_train_batch_size: 2,
      optim: "lion_32bit",
      eval_steps: 0.1,
      seed: null,
      resume_from_checkpoint: "runs/checkpoint-5",
    });
    expect(args).toMatchObject({
      learningRate: 2e-4,
      adamBeta2: 0.95,
      perDeviceTrainBatchSize: 2,
      optim: "lion_32bit",
    });
    expect(args).toMatchObject({ evalSteps: 0.1, seed: 42, resumeFromCheckpoint: "runs/checkpoint-5" });
  });

  test("names all that is wrong at once, with the nearest name", () => {
    expect(() =>
      trainingArguments({ learningrate: 1, warmup_step: 3, max_steps: 0, optim: "adam", learning_rate: "2e-4" }),
    ).toThrow(
      'trainer.trainingArguments: learningrate is not an argument of this trainer, the nearest is learning_rate; warmup_step is not an argument of this trainer, the nearest is warmup_steps; max_steps is 0 instead of a positive integer, or -1; optim is "adam" instead of one of adamw_torch, adamw_torch_fused, adamw_8bit, adamw_bnb_8bit, sgd, lion_32bit, adafactor; learning_rate is "2e-4" instead of a number of at least 0; expected names of output_dir, per_device_train_batch_size,',
    );
  });

  test.each([
    ["num_train_epochs", 0],
    ["weight_decay", -1],
    ["adam_beta1", 1],
    ["adam_epsilon", 0],
    ["warmup_steps", 1.5],
    ["warmup_ratio", 2],
    ["save_steps", 0],
    ["save_total_limit", 0.5],
    ["seed", 0.5],
    ["output_dir", ""],
    ["resume_from_checkpoint", 5],
    ["learning_rate", Number.NaN],
    ["lr_scheduler_type", "polynomial"],
  ])("%s cannot be %s", (name, value) => {
    expect(() => trainingArguments({ [name]: value })).toThrow(`${name} is ${JSON.stringify(value)} instead of`);
  });
});

describe("trainingPlan", () => {
  const plan = (input: Readonly<Record<string, unknown>>, epochLength = 801): ReturnType<typeof trainingPlan> =>
    trainingPlan(trainingArguments(input), { epochLength });

  test("counts steps as transformers' Trainer does", () => {
    const four = { num_train_epochs: 4, gradient_accumulation_steps: 4 };
    expect(plan(four).steps).toBe(804);
    expect(plan({ ...four, num_train_epochs: 0.5 }).steps).toBe(101);
    expect(plan({ ...four, max_steps: 7 }).steps).toBe(7);
  });

  test("turns shares into steps", () => {
    const shares = plan({ max_steps: 30, warmup_ratio: 0.1, logging_steps: 0.05, eval_steps: 0.5, save_steps: 10 });
    expect(shares).toMatchObject({ warmupSteps: 3, loggingSteps: 2, evalSteps: 15, saveSteps: 10 });
    expect(plan({ max_steps: 30, warmup_ratio: 0.1, warmup_steps: 5 }).warmupSteps).toBe(5);
    expect(plan({ max_steps: 30, warmup_steps: 0.25 }).warmupSteps).toBe(8);
    expect(plan({ max_steps: 30 }).evalSteps).toBeNull();
  });

  test("gives groups their rates and decays, and leaves biases and norms alone", () => {
    const args = trainingArguments({
      max_steps: 10,
      learning_rate: 0.1,
      weight_decay: 0.5,
      lr_scheduler_type: "linear",
    });
    const groups = [
      { parameters: "visual.", learningRate: 0.02 },
      { parameters: /head/, weightDecay: 0 },
    ];
    const names = ["visual.fc", "visual.norm", "head", "layer", "layer.bias"];
    const one = { data: Float32Array.of(1), shape: [1] };
    const arrays = new Map(names.map((name) => [name, one]));
    const moved = (optimizer: Transformation): number[] => {
      const { updates } = optimizer.update(arrays, optimizer.init(arrays), arrays, 0.1);
      return names.map((name) => Number((-updates.get(name)!.data[0]!).toFixed(6)));
    };
    // The first step of Adam is the rate; decay adds half of it.
    expect(moved(trainingPlan(args, { epochLength: 4, groups }).optimizer)).toEqual([0.03, 0.02, 0.1, 0.15, 0.1]);
    expect(moved(trainingPlan(args, { epochLength: 4 }).optimizer)).toEqual([0.15, 0.1, 0.15, 0.15, 0.1]);
    expect(() => trainingPlan({ ...args, learningRate: 0 }, { epochLength: 4, groups })).toThrow(
      "trainer.trainingPlan: learning_rate is 0 and a parameter group has a rate of its own; expected a rate that the schedule can scale. Set learning_rate, and the rate of groups that shall rest to 0.",
    );
  });

  test("makes the schedule that is named", () => {
    const rates = (input: Readonly<Record<string, unknown>>): number[] => {
      const { schedule } = plan({ max_steps: 10, learning_rate: 1, warmup_steps: 2, ...input });
      return [0, 1, 2, 6, 10].map((step) => Number(schedule(step).toFixed(6)));
    };
    expect(rates({})).toEqual([0, 0.5, 1, 0.5, 0]);
    expect(rates({ lr_scheduler_type: "cosine" })).toEqual([0, 0.5, 1, 0.5, 0]);
    expect(rates({ lr_scheduler_type: "cosine", max_steps: 20 })[3]).toBeGreaterThan(0.85);
    expect(rates({ lr_scheduler_type: "constant" })).toEqual([1, 1, 1, 1, 1]);
    expect(rates({ lr_scheduler_type: "constant_with_warmup" })).toEqual([0, 0.5, 1, 1, 1]);
  });

  test("makes the optimizer that is named", () => {
    const parameters = new Map([["p", { data: Float32Array.of(2, 2), shape: [2] }]]);
    const gradients = new Map([["p", { data: Float32Array.of(0.5, -0.5), shape: [2] }]]);
    const moved = (optim: string): number[] => {
      const { optimizer } = plan({ optim, weight_decay: 0.1 });
      const { updates } = optimizer.update(gradients, optimizer.init(parameters), parameters, 1);
      return [...updates.get("p")!.data].map((value) => Number(value.toFixed(5)));
    };
    expect(moved("adamw_torch")).toEqual([-1.2, 0.8]);
    expect(moved("adamw_torch_fused")).toEqual([-1.2, 0.8]);
    expect(moved("lion_32bit")).toEqual([-1.2, 0.8]);
    expect(moved("adafactor")).toEqual([-1.2, 0.8]);
    expect(moved("sgd")).toEqual([-0.7, 0.3]);
  });

  test("takes moments in 8 bits from whoever makes that optimizer", () => {
    const seen: Adamw8bitOptions[] = [];
    const made = sgd();
    const adamw8bit = (options: Adamw8bitOptions): Transformation => {
      seen.push(options);
      return made;
    };
    const args = { weight_decay: 0.1, adam_beta2: 0.95 };
    for (const optim of ["adamw_8bit", "adamw_bnb_8bit"]) {
      const { optimizer } = trainingPlan(trainingArguments({ ...args, optim }), { epochLength: 10, adamw8bit });
      expect(optimizer).toBe(made);
    }
    expect(seen[0]).toMatchObject({ beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1 });
    expect(["a.norm.weight", "a.mlp.up_proj.weight"].map(seen[0]!.decays!)).toEqual([false, true]);
    const names = ["model.embed_tokens.weight", "visual.pos_embed.weight", "visual.patch_embed.proj.weight"];
    expect(names.map(seen[0]!.keeps)).toEqual([true, true, false]);
    expect(() => plan({ optim: "adamw_8bit" })).toThrow(
      "trainer.trainingPlan: optim is adamw_8bit and nobody makes it; expected the option adamw8bit. Pass adamw8bit of @vlm/quant-cuda.",
    );
  });

  test("no clipping is an infinite norm", () => {
    expect(plan({ max_grad_norm: 0 }).maxGradNorm).toBe(Number.POSITIVE_INFINITY);
    expect(plan({ max_grad_norm: 0.3 }).maxGradNorm).toBe(0.3);
  });
});
