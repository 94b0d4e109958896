import * as tf from "@tensorflow/tfjs-core";
import { checkpointed, useBackend } from "@vlm/ops";
import type { Batch } from "@vlm/types";
import { beforeAll, describe, expect, test } from "vitest";
import { attach } from "./attach.js";
import { dropOut } from "./dropout.js";
import { apply, stack } from "./stack.test.model.js";
import { trainee } from "./trainee.js";

beforeAll(async () => {
  await useBackend("cpu");
});

describe("dropOut", () => {
  const mask = (rate: number, name: string, seed = 0): number[] => [
    ...tf.tidy(() => dropOut(tf.ones([100, 40]), { rate, seed, name }).dataSync()),
  ];

  test("drops a share and keeps the mean", () => {
    const values = mask(0.3, "a");
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(dropped).toBeGreaterThan(0.27);
    expect(dropped).toBeLessThan(0.33);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  test("depends on seed and name alone", () => {
    expect(mask(0.5, "a")).toEqual(mask(0.5, "a"));
    expect(mask(0.5, "a")).not.toEqual(mask(0.5, "b"));
    expect(mask(0.5, "a")).not.toEqual(mask(0.5, "a", 1));
  });

  test("gives the gradient of what it kept", () => {
    const x = tf.ones([100, 40]);
    const gradient = tf.grad((y) => tf.sum(dropOut(y, { rate: 0.3, seed: 0, name: "a" })))(x);
    expect([...gradient.dataSync()]).toEqual(mask(0.3, "a"));
  });
});

describe("an adapter with dropout", () => {
  const batch = {} as Batch;
  const setUp = (seed: number) => {
    const weights = new Map([
      ["up", tf.ones([6, 20])],
      ["down", tf.ones([6, 20])],
    ]);
    const model = stack(
      [
        ["up", 20, 6],
        ["down", 20, 6],
      ],
      { weights },
    );
    const config = { targetModules: ["up", "down"], loraDropout: 0.4, initLoraWeights: false };
    const adapter = attach(model, config, { seed });
    // The same start, so that only the masks differ.
    for (const parameter of adapter.parameters.values()) parameter.assign(tf.ones(parameter.shape));
    const output = (): number => tf.tidy(() => tf.sum(apply(model, "up", tf.ones([3, 20]))).dataSync()[0]!);
    const down = (): number => tf.tidy(() => tf.sum(apply(model, "down", tf.ones([3, 20]))).dataSync()[0]!);
    return { adapter, output, down };
  };

  test("drops in training alone, each layer and micro-step anew and the same again", () => {
    const { adapter, output, down } = setUp(1);
    const evaluated = output();
    const [first, second] = [adapter.training(0, output), adapter.training(1, output)];
    expect(new Set([evaluated, first, second, adapter.training(0, down)]).size).toBe(4);
    expect(output()).toBe(evaluated);
    // As a continued run does: other objects, the same seed and micro-step.
    expect(setUp(1).adapter.training(1, output)).toBe(evaluated);
    const again = setUp(1);
    expect(again.adapter.training(1, again.output)).toBe(second);
    const other = setUp(2);
    expect(other.adapter.training(1, other.output)).not.toBe(second);
  });

  test("drops the same where a block is computed again in the backward pass", () => {
    const model = stack([["up", 20, 6]], { weights: new Map([["up", tf.ones([6, 20])]]) });
    const config = { targetModules: ["up"], loraDropout: 0.4, initLoraWeights: false };
    const adapter = attach(model, config, { seed: 1 });
    const variables = [...adapter.parameters.values()];
    const block = (x: tf.Tensor): tf.Tensor => tf.square(apply(model, "up", x));
    const gradients = (run: (x: tf.Tensor) => tf.Tensor): number[][] => {
      const loss = (): tf.Scalar => adapter.training(5, () => tf.sum(run(tf.ones([3, 20]))));
      const { grads } = tf.variableGrads(loss, variables);
      return variables.map(({ name }) => [...grads[name]!.dataSync()]);
    };
    expect(gradients((x) => checkpointed(block, x))).toEqual(gradients(block));
  });

  test("stops dropping when a forward pass fails", () => {
    const { adapter, output } = setUp(1);
    const evaluated = output();
    const failing = (): never => {
      throw new Error("no memory");
    };
    expect(() => adapter.training(0, failing)).toThrow("no memory");
    expect(output()).toBe(evaluated);
  });

  test("a trainee drops where gradients are taken", () => {
    const { adapter, output } = setUp(1);
    const asked = trainee({ loss: () => tf.scalar(output()) }, adapter);
    const loss = (training?: { readonly microStep: number }): number => asked.loss(batch, training).dataSync()[0]!;
    expect(asked.parameters).toBe(adapter.parameters);
    expect(loss()).toBe(output());
    expect(loss({ microStep: 3 })).toBe(adapter.training(3, output));
  });
});
