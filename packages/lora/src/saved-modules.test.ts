import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { beforeAll, describe, expect, test } from "vitest";
import { attach } from "./attach.js";
import type { LoraConfig } from "./config.js";
import { countParameters } from "./count-parameters.js";
import { merge } from "./merge.js";
import { apply, type Shape, stack } from "./stack.test.model.js";

const SHAPES: readonly Shape[] = [
  ["model.visual.list.0.fc", 4, 4],
  ["model.layers.0.up", 4, 4],
  ["model.layers.1.up", 4, 4],
];
const HEAD: Shape = ["lm_head", 4, 6];
const TENSORS = {
  "model.embed_tokens.weight": [6, 4],
  "model.layers.0.norm.weight": [4],
  "model.layers.0.norm.bias": [4],
  "model.layers.0.up.bias": [4],
  "model.layers.1.up.bias": [4],
};

beforeAll(async () => {
  await useBackend("cpu");
});

function model({ tied = false } = {}): ReturnType<typeof stack> {
  const shapes = tied ? SHAPES : [...SHAPES, HEAD];
  const weights = new Map(shapes.map(([path, i, o], n) => [path, tf.randomNormal([o, i], 0, 1, "float32", n + 1)]));
  const tensors = new Map(Object.entries(TENSORS).map(([name, shape], n) => [name, tf.fill(shape, n + 1)]));
  return stack(shapes, { outputPath: "lm_head", weights, tensors });
}

const names = (config: LoraConfig, options: { tied?: boolean } = {}): string[] => {
  const layers = model(options);
  const adapter = attach(layers, config);
  const found = [...adapter.parameters.keys()].filter((name) => !name.includes("lora_"));
  expect(countParameters(layers, config)).toBe(adapter.parameterCount);
  adapter.dispose();
  layers.dispose();
  return found.map((name) => name.replace("base_model.model.", ""));
};
const up = { targetModules: ["up"] };

describe("modulesToSave", () => {
  test("takes all tensors of modules whose names end so, as PEFT", () => {
    expect(names({ ...up, modulesToSave: ["norm", "lm_head"] })).toEqual([
      "lm_head.weight",
      "model.layers.0.norm.weight",
      "model.layers.0.norm.bias",
    ]);
    expect(names({ ...up, modulesToSave: ["layers.0"] })).toEqual([
      "model.layers.0.up.weight",
      "model.layers.0.norm.weight",
      "model.layers.0.norm.bias",
      "model.layers.0.up.bias",
    ]);
    expect(names({ ...up, modulesToSave: ["tokens"] })).toEqual(["model.embed_tokens.weight"]);
  });

  test("names the nearest modules for an ending that is none, and for a list of modules", () => {
    expect(() => names({ ...up, modulesToSave: ["norms"] })).toThrow(
      'lora.attach: modulesToSave has "norms", which ends no module\'s name; expected an ending such as norm, ',
    );
    expect(() => names({ ...up, modulesToSave: ["visual.list"] })).toThrow("ends no module's name");
  });

  test("a head that is the embedding goes with it, and only if both are meant", () => {
    for (const modulesToSave of [["lm_head"], ["embed_tokens"], ["embed_tokens", "lm_head"]]) {
      expect(() => names({ ...up, modulesToSave }, { tied: true })).toThrow(
        "lora.attach: modulesToSave names lm_head or the module of model.embed_tokens.weight, which are one tensor in this model; expected ensureWeightTying with them. Set it to train both as one.",
      );
      expect(names({ ...up, modulesToSave, ensureWeightTying: true }, { tied: true })).toEqual([
        "model.embed_tokens.weight",
      ]);
    }
    const layers = model({ tied: true });
    const adapter = attach(layers, { ...up, modulesToSave: ["embed_tokens"], ensureWeightTying: true });
    const embedding = "base_model.model.model.embed_tokens.weight";
    expect([...adapter.aliases]).toEqual([["base_model.model.lm_head.weight", embedding]]);
    adapter.dispose();
  });
});

describe("bias", () => {
  test("is none, all, or those of adapted layers, by PEFT's names", () => {
    const some = { targetModules: ["layers.0.up"] };
    expect(names(some)).toEqual([]);
    expect(names({ ...some, bias: "lora_only" })).toEqual(["model.layers.0.up.base_layer.bias"]);
    expect(names({ ...some, bias: "all" })).toEqual([
      "model.layers.0.norm.bias",
      "model.layers.0.up.base_layer.bias",
      "model.layers.1.up.bias",
    ]);
    expect(names({ ...some, bias: "all", modulesToSave: ["norm"] })).toEqual([
      "model.layers.0.norm.weight",
      "model.layers.0.norm.bias",
      "model.layers.0.up.base_layer.bias",
      "model.layers.1.up.bias",
    ]);
  });
});

describe("copies", () => {
  const config: LoraConfig = { ...up, bias: "all", modulesToSave: ["lm_head", "norm"] };
  const outputs = (layers: ReturnType<typeof stack>): number[] =>
    tf.tidy(() =>
      ["lm_head", "model.layers.0.up"].flatMap((path) => [...apply(layers, path, tf.ones([1, 4])).dataSync()]),
    );

  test("stand in place of the originals, several adapters one after the other, and go without a trace", () => {
    const before = tf.memory().numTensors;
    const layers = model();
    const base = outputs(layers);
    const first = attach(layers, config, { seed: 1 });
    expect(outputs(layers)).toEqual(base);
    for (const [name, parameter] of first.parameters) {
      if (!name.includes("lora_")) tf.tidy(() => parameter.assign(tf.add(parameter, 1)));
    }
    const changed = outputs(layers);
    expect(changed).not.toEqual(base);
    expect(() => attach(layers, { ...up, targetModules: ["list.0.fc"], modulesToSave: ["norm"] })).toThrow(
      "lora.attach: model.layers.0.norm.weight has an adapter already; expected none.",
    );
    const second = attach(layers, config, { seed: 2, enabled: false });
    expect([second.enabled, outputs(layers)]).toEqual([false, changed]);
    first.disable();
    expect(outputs(layers)).toEqual(base);
    const held = tf.memory().numBytes;
    second.enable();
    first.disable();
    expect(outputs(layers)).toEqual(base);
    second.disable();
    first.enable();
    expect(outputs(layers)).toEqual(changed);
    expect(tf.memory().numBytes).toBe(held);
    first.dispose();
    second.dispose();
    expect(outputs(layers)).toEqual(base);
    layers.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("become the tensors when they are merged", () => {
    const before = tf.memory().numTensors;
    const layers = model();
    const adapter = attach(layers, config);
    for (const parameter of adapter.parameters.values()) {
      tf.tidy(() => parameter.assign(tf.add(parameter, 0.5)));
    }
    const adapted = outputs(layers);
    merge(layers, adapter);
    expect(layers.tensors.every(({ substitute }) => substitute === null)).toBe(true);
    for (const [i, y] of outputs(layers).entries()) expect(y).toBeCloseTo(adapted[i]!, 5);
    layers.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("of weights in few bits are dense after merging, and a warning says why", () => {
    const weights = new Map(SHAPES.map(([path, inputs, outputs]) => [path, tf.ones([outputs, inputs])]));
    const layers = stack(SHAPES, { weights, packed: ["model.layers.0.up"] });
    const { warnings } = merge(layers, attach(layers, up));
    expect(warnings).toEqual([
      "1 of 2 merged layers held their weights in few bits and are dense now. Quantizing them again would lose the adapter: what it adds to a weight is mostly smaller than half a step between two 4-bit values and would be rounded away. Keep base and adapter apart to save memory, or use the merged weights in 16 bits.",
    ]);
  });
});
