import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { openSafetensors, type Safetensors, type TensorData } from "@vlm/safetensors";
import { fileSource, writeSafetensors } from "@vlm/safetensors/node";
import type { Model } from "@vlm/types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attach } from "../attach.js";
import { merge } from "../merge.js";
import { apply, type Shape, stack } from "../stack.test.model.js";
import { loadAdapter } from "./load-adapter.js";
import { saveAdapter } from "./save-adapter.js";

/** peft 0.21.0, torch 2.13.0; made by fixtures/make.py, seed 0. */
const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const PEFT = join(FIXTURES, "peft-adapter");
const SHAPES: readonly Shape[] = [
  ["layers.0.up_proj", 6, 10],
  ["layers.0.down_proj", 10, 6],
  ["layers.1.up_proj", 6, 10],
  ["layers.1.down_proj", 10, 6],
  ["head", 6, 4],
];
const scratch = mkdtempSync(join(tmpdir(), "lora-"));
let golden: Safetensors;

beforeAll(async () => {
  await useBackend("cpu");
  golden = await openSafetensors(await fileSource(join(FIXTURES, "peft-golden.safetensors")));
});
afterAll(async () => {
  await golden.close();
  rmSync(scratch, { recursive: true });
});

async function tensor(name: string): Promise<tf.Tensor> {
  return tf.tensor(await golden.readFloat32(name), [...golden.tensors.get(name)!.shape]);
}

async function model(): Promise<Model<tf.Tensor>> {
  const weights = new Map<string, tf.Tensor>();
  for (const [path] of SHAPES) weights.set(path, await tensor(`weight.${path}.weight`));
  return stack(SHAPES, { weights });
}

function forward(stacked: Model<tf.Tensor>, x: tf.Tensor): Float32Array {
  return tf.tidy(() => {
    let h = x;
    for (const layer of ["layers.0", "layers.1"]) {
      h = tf.add(h, apply(stacked, `${layer}.down_proj`, tf.tanh(apply(stacked, `${layer}.up_proj`, h))));
    }
    return apply(stacked, "head", h).dataSync<"float32">();
  });
}

function expectClose(found: Float32Array, expected: Float32Array): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
}

describe("an adapter that PEFT saved", () => {
  test("gives PEFT's outputs, and merges to PEFT's weights", async () => {
    const stacked = await model();
    const x = await tensor("x");
    expectClose(forward(stacked, x), await golden.readFloat32("base"));
    const adapter = await loadAdapter(stacked, PEFT);
    expect([...adapter.parameters.values()].some(({ trainable }) => trainable)).toBe(false);
    expectClose(forward(stacked, x), await golden.readFloat32("adapted"));
    merge(stacked, adapter);
    expectClose(forward(stacked, x), await golden.readFloat32("adapted"));
    for (const linear of stacked.linears) {
      const dense = linear.dense();
      expectClose(dense.dataSync<"float32">(), await golden.readFloat32(`merged.${linear.path}.weight`));
      dense.dispose();
    }
    x.dispose();
    stacked.dispose();
  });

  test("is saved again with the same bytes and the same configuration", async () => {
    const adapter = await loadAdapter(stack(SHAPES), PEFT, { trainable: true });
    const folder = join(scratch, "again");
    await saveAdapter(folder, adapter, { baseModel: "vlm/tiny" });
    await saveAdapter(folder, adapter, { baseModel: "vlm/tiny" });
    adapter.dispose();
    expect(readdirSync(folder).sort()).toEqual(["README.md", "adapter_config.json", "adapter_model.safetensors"]);
    const bytes = (at: string): Buffer => readFileSync(join(at, "adapter_model.safetensors"));
    expect(bytes(folder).equals(bytes(PEFT))).toBe(true);
    const config = (at: string): Record<string, unknown> =>
      JSON.parse(readFileSync(join(at, "adapter_config.json"), "utf8"));
    expect({ ...config(PEFT), ...config(folder) }).toEqual({
      ...config(PEFT),
      auto_mapping: null,
      base_model_name_or_path: "vlm/tiny",
    });
    expect(readFileSync(join(folder, "adapter_config.json"), "utf8")).toContain('"lora_dropout": 0.0,');
    expect(readFileSync(join(folder, "README.md"), "utf8")).toMatch(
      /^---\nbase_model: "vlm\/tiny"\nlibrary_name: peft\n/,
    );
    expect(readdirSync(scratch)).toEqual(["again"]);
  });
});

describe("an adapter made here", () => {
  test.each(["all-linear", /.*\.1\..*/, ".*up_proj", ["down_proj"]] as const)(
    "%s comes back as it was",
    async (targetModules) => {
      const config = {
        r: 2,
        loraAlpha: 3,
        targetModules,
        alphaPattern: { up_proj: 7 },
        excludeModules: ["layers.0.up_proj"],
      };
      const stacked = stack(SHAPES);
      const adapter = attach(stacked, { ...config, initLoraWeights: false }, { seed: 5 });
      const folder = join(scratch, "made");
      await saveAdapter(folder, adapter, { baseModel: "vlm/tiny" });
      const other = stack(SHAPES);
      const loaded = await loadAdapter(other, folder, { trainable: true });
      expect(loaded.targets).toEqual(adapter.targets);
      expect(other.linears.map((linear) => linear.adapter?.scale)).toEqual(
        stacked.linears.map((linear) => linear.adapter?.scale),
      );
      for (const [name, parameter] of adapter.parameters) {
        expect(loaded.parameters.get(name)!.dataSync()).toEqual(parameter.dataSync());
      }
      adapter.dispose();
      loaded.dispose();
    },
  );

  test("with all that PEFT knows comes back as it was, written under every name that PEFT has for it", async () => {
    const weights = new Map(SHAPES.map(([path, inputs, outputs]) => [path, tf.ones([outputs, inputs])]));
    const tensors = (): Map<string, tf.Tensor> =>
      new Map([
        ["embed_tokens.weight", tf.ones([9, 6])],
        ["layers.0.up_proj.bias", tf.ones([10])],
      ]);
    const tied = { outputPath: "lm_head", weights };
    const config = {
      r: 2,
      targetModules: ["up_proj"],
      useDora: true,
      bias: "lora_only",
      modulesToSave: ["embed_tokens"],
      ensureWeightTying: true,
    } as const;
    const adapter = attach(stack(SHAPES, { ...tied, tensors: tensors() }), config, { seed: 5 });
    for (const parameter of adapter.parameters.values()) tf.tidy(() => parameter.assign(tf.add(parameter, 0.5)));
    const folder = join(scratch, "whole");
    await saveAdapter(folder, adapter, { baseModel: "vlm/tiny" });
    const file = await openSafetensors(await fileSource(join(folder, "adapter_model.safetensors")));
    const named = [...file.tensors.keys()].filter((name) => !name.includes("lora_"));
    expect(named).toEqual([
      "base_model.model.embed_tokens.weight",
      "base_model.model.layers.0.up_proj.base_layer.bias",
      "base_model.model.lm_head.weight",
    ]);
    expect(await file.readFloat32(named[2]!)).toEqual(await file.readFloat32(named[0]!));
    await file.close();
    const loaded = await loadAdapter(stack(SHAPES, { ...tied, tensors: tensors() }), folder);
    expect([...loaded.parameters.keys()]).toEqual([...adapter.parameters.keys()]);
    for (const [name, parameter] of adapter.parameters) {
      expect(loaded.parameters.get(name)!.dataSync()).toEqual(parameter.dataSync());
    }
  });

  test("does not replace a folder with other files", async () => {
    const folder = join(scratch, "kept");
    const adapter = attach(stack(SHAPES), { targetModules: ["head"] });
    await saveAdapter(folder, adapter, { baseModel: "vlm/tiny" });
    writeFileSync(join(folder, "notes.txt"), "");
    await expect(saveAdapter(folder, adapter, { baseModel: "vlm/tiny" })).rejects.toThrow(
      `lora.saveAdapter: ${folder} holds notes.txt; expected a new folder, or one of adapter_config.json, adapter_model.safetensors, README.md alone, which is replaced whole. Name another folder.`,
    );
    adapter.dispose();
  });

  test("a failed save leaves the earlier adapter and nothing else", async () => {
    const folder = join(scratch, "failed");
    const adapter = attach(stack(SHAPES), { targetModules: ["head"] });
    await saveAdapter(folder, adapter, { baseModel: "vlm/tiny" });
    const before = readFileSync(join(folder, "adapter_model.safetensors"));
    adapter.dispose();
    await expect(saveAdapter(folder, adapter, { baseModel: "vlm/tiny" })).rejects.toThrow("disposed");
    expect(readFileSync(join(folder, "adapter_model.safetensors")).equals(before)).toBe(true);
    expect(readdirSync(scratch).filter((name) => name.startsWith(".tmp"))).toEqual([]);
  });
});

describe("a folder that does not fit", () => {
  test("every missing, unknown and misshapen tensor is named, and the model stays bare", async () => {
    const before = tf.memory().numTensors;
    const other = stack([
      ["layers.0.up_proj", 6, 12],
      ["layers.0.down_proj", 10, 6],
      ["layers.1.up_proj", 6, 10],
      ["layers.2.down_proj", 10, 6],
    ]);
    await expect(loadAdapter(other, PEFT)).rejects.toThrow(
      `lora.loadAdapter: adapter_model.safetensors does not fit this model: base_model.model.layers.0.up_proj.lora_B.weight is [10,3] instead of [12,3]; base_model.model.layers.2.down_proj.lora_A.weight is missing; base_model.model.layers.2.down_proj.lora_B.weight is missing; base_model.model.layers.1.down_proj.lora_A.weight is unknown; base_model.model.layers.1.down_proj.lora_B.weight is unknown; expected the tensors of 4 adapted layers. Load it onto the model it was trained on.`,
    );
    expect(other.linears.every(({ adapter }) => adapter === null)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("an adapted layer's own weight, which PEFT saves with a head, must be the model's", async () => {
    const folder = join(scratch, "own");
    const head = (value: number): Model<tf.Tensor> =>
      stack([["head", 6, 4]], { weights: new Map([["head", tf.fill([4, 6], value)]]) });
    await saveAdapter(folder, attach(head(1), { targetModules: ["head"] }), { baseModel: "vlm/tiny" });
    const path = join(folder, "adapter_model.safetensors");
    const file = await openSafetensors(await fileSource(path));
    const tensors: [string, TensorData][] = [];
    for (const name of file.tensors.keys()) tensors.push([name, await file.read(name)]);
    await file.close();
    const own = { dtype: "BF16", shape: [4, 6], data: new Float32Array(24).fill(1) } as const;
    // With bias: "all", PEFT also repeats the biases of modules that are trained whole.
    const repeated = { dtype: "F32", shape: [4], data: new Float32Array(4) } as const;
    tensors.push(["base_model.model.head.base_layer.weight", own]);
    tensors.push(["base_model.model.norm.original_module.bias", repeated]);
    tensors.push(["base_model.model.norm.modules_to_save.bias", repeated]);
    await writeSafetensors(path, tensors);
    expect((await loadAdapter(head(1), folder)).targets).toEqual(["head"]);
    await expect(loadAdapter(head(2), folder)).rejects.toThrow(
      "lora.loadAdapter: adapter_model.safetensors has other values for base_model.model.head.base_layer.weight than the model for head; expected the weight that the adapter was trained on. Load that model.",
    );
  });

  test("a name in its list that this model does not have does no harm", async () => {
    const folder = join(scratch, "general");
    await saveAdapter(folder, attach(stack(SHAPES), { targetModules: ["head"] }), { baseModel: "vlm/tiny" });
    const path = join(folder, "adapter_config.json");
    const config = {
      ...JSON.parse(readFileSync(path, "utf8")),
      target_modules: ["head", "c_attn"],
      modules_to_save: ["score"],
    };
    writeFileSync(path, JSON.stringify(config));
    const other = stack(SHAPES, { weights: new Map([["head", tf.ones([4, 6])]]) });
    const adapter = await loadAdapter(other, folder);
    expect(adapter.targets).toEqual(["head"]);
    merge(other, adapter);
  });

  test("files that are not there are named", async () => {
    await expect(loadAdapter(stack(SHAPES), scratch)).rejects.toThrow(
      `lora.loadAdapter: ${scratch} has no readable adapter_config.json; expected an adapter folder as PEFT writes it. Check the path.`,
    );
    const folder = join(scratch, "half");
    cpSync(PEFT, folder, { recursive: true });
    rmSync(join(folder, "adapter_model.safetensors"));
    expect(existsSync(join(folder, "adapter_config.json"))).toBe(true);
    await expect(loadAdapter(stack(SHAPES), folder)).rejects.toThrow("has no readable adapter_model.safetensors");
  });
});
