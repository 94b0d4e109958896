import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { beforeAll, describe, expect, test } from "vitest";
import { attach } from "./attach.js";
import { merge } from "./merge.js";
import { apply, type Shape, stack } from "./stack.test.model.js";

const SHAPES: readonly Shape[] = [
  ["layers.0.up", 6, 10],
  ["layers.1.up", 6, 10],
  ["head", 6, 4],
];

function weighted(): ReturnType<typeof stack> {
  return stack(SHAPES, {
    weights: new Map(
      SHAPES.map(([path, inputs, outputs], i) => [path, tf.randomNormal([outputs, inputs], 0, 1, "float32", i)]),
    ),
  });
}

beforeAll(async () => {
  await useBackend("cpu");
});

describe("attach", () => {
  test("names parameters as PEFT and starts A in U(±1/√in), B at zero", async () => {
    const adapter = attach(stack([["up", 400, 50]]), { r: 32, targetModules: ["up"] }, { seed: 3 });
    expect([...adapter.parameters].map(([name, { shape }]) => [name, shape])).toEqual([
      ["base_model.model.up.lora_A.weight", [32, 400]],
      ["base_model.model.up.lora_B.weight", [50, 32]],
    ]);
    expect(adapter.parameterCount).toBe(32 * 450);
    const [a, b] = await Promise.all([...adapter.parameters.values()].map((parameter) => parameter.data<"float32">()));
    expect(b!.every((value) => value === 0)).toBe(true);
    const largest = Math.max(...a!.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(0.05);
    expect(largest).toBeGreaterThan(0.0499);
    const squares = a!.reduce((sum, value) => sum + value * value, 0) / a!.length;
    expect(squares).toBeCloseTo(0.05 ** 2 / 3, 5);
    adapter.dispose();
  });

  test("gaussian has deviation 1/r, false starts B too", async () => {
    const gaussian = attach(stack([["up", 400, 50]]), { r: 16, targetModules: ["up"], initLoraWeights: "gaussian" });
    const a = await [...gaussian.parameters.values()][0]!.data<"float32">();
    expect(Math.sqrt(a.reduce((sum, value) => sum + value * value, 0) / a.length)).toBeCloseTo(1 / 16, 2);
    gaussian.dispose();
    const random = attach(stack([["up", 400, 50]]), { r: 16, targetModules: ["up"], initLoraWeights: false });
    const b = await [...random.parameters.values()][1]!.data<"float32">();
    expect(Math.max(...b)).toBeGreaterThan(0.24);
    expect(Math.max(...b)).toBeLessThanOrEqual(0.25);
    random.dispose();
  });

  test("a matrix's start depends on seed and name, not on the other targets or their order", async () => {
    const start = async (shapes: readonly Shape[], seed: number): Promise<number[]> => {
      const adapter = attach(stack(shapes), { targetModules: ["up"] }, { seed });
      const values = await adapter.parameters.get("base_model.model.layers.1.up.lora_A.weight")!.data<"float32">();
      adapter.dispose();
      return [...values];
    };
    const expected = await start(SHAPES, 7);
    expect(await start([SHAPES[1]!], 7)).toEqual(expected);
    expect(await start(SHAPES.toReversed(), 7)).toEqual(expected);
    expect(await start(SHAPES, 8)).not.toEqual(expected);
  });

  test("sets α/r, or α/√r with rsLoRA, and patterns per layer", () => {
    const model = stack(SHAPES);
    const adapter = attach(model, {
      r: 4,
      loraAlpha: 6,
      targetModules: "all-linear",
      rankPattern: { "1.up": 9 },
      alphaPattern: { "0.up": 2 },
      useRslora: true,
    });
    expect(model.linears.map((linear) => linear.adapter?.scale)).toEqual([2 / 2, 6 / 3, undefined]);
    expect(adapter.targets).toEqual(["layers.0.up", "layers.1.up"]);
    adapter.dispose();
  });

  test("gradients reach both matrices", () => {
    const model = weighted();
    const adapter = attach(model, { targetModules: ["head"], initLoraWeights: false });
    const x = tf.randomNormal([3, 6], 0, 1, "float32", 9);
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(apply(model, "head", x))) as tf.Scalar);
    expect(Object.keys(grads)).toEqual([...adapter.parameters.values()].map(({ name }) => name));
    tf.dispose([value, grads, x]);
    adapter.dispose();
    model.dispose();
  });

  test("disable, enable and dispose leave no tensor", () => {
    const before = tf.memory().numTensors;
    const model = stack(SHAPES);
    const adapter = attach(model, { targetModules: ["up"] });
    const placed = model.linears[0]!.adapter;
    adapter.disable();
    expect([adapter.enabled, model.linears[0]!.adapter]).toEqual([false, null]);
    const second = attach(model, { targetModules: ["layers.0.up"] });
    expect(() => adapter.enable()).toThrow(
      "lora.attach: layers.0.up has an adapter already; expected none. Disable, merge or dispose that one first.",
    );
    second.dispose();
    adapter.enable();
    adapter.enable();
    expect([adapter.enabled, model.linears[0]!.adapter]).toEqual([true, placed]);
    adapter.dispose();
    expect(() => adapter.enable()).toThrow(
      "lora.enable: the adapter is disposed or merged; expected a living one. Load it again with loadAdapter.",
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test("refuses what it cannot do before it makes anything", () => {
    const before = tf.memory().numTensors;
    const model = stack(SHAPES);
    const targetModules = ["up"];
    expect(() => attach(model, { targetModules, r: 0 })).toThrow(
      "lora.attach: the rank r is 0; expected a positive integer. Set it to 8 or so.",
    );
    expect(() => attach(model, { targetModules, rankPattern: { up: 1.5 } })).toThrow("the rank up is 1.5");
    expect(() => attach(model, { targetModules, loraAlpha: Number.NaN })).toThrow(
      "lora.attach: loraAlpha is NaN; expected a finite number. Set it to the rank or twice it.",
    );
    expect(() => attach(model, { targetModules, loraDropout: 1 })).toThrow(
      "lora.attach: loraDropout is 1; expected a number in [0, 1). Set it to 0.",
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("merge", () => {
  test("keeps the outputs and frees the adapter", async () => {
    const before = tf.memory().numTensors;
    const model = weighted();
    const adapter = attach(model, { r: 3, loraAlpha: 5, targetModules: "all-linear", initLoraWeights: false });
    const x = tf.randomNormal([3, 6], 0, 1, "float32", 9);
    const outputs = (): number[] => SHAPES.flatMap(([path]) => [...tf.tidy(() => apply(model, path, x).dataSync())]);
    const adapted = outputs();
    merge(model, adapter);
    expect(model.linears.every((linear) => linear.adapter === null)).toBe(true);
    for (const [i, y] of outputs().entries()) expect(y).toBeCloseTo(adapted[i]!, 5);
    expect(() => merge(model, adapter)).toThrow(
      "lora.merge: the adapter does not stand on layers.0.up; expected it on every layer of this model that it adapts. Pass the model it was attached to, with the adapter enabled.",
    );
    x.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
