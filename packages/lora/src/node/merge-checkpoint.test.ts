import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "@vlm/ops";
import { openCheckpoint, openSafetensors, type TensorData } from "@vlm/safetensors";
import { fileSource, openFolder, writeSafetensors } from "@vlm/safetensors/node";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { attach } from "../attach.js";
import type { LoraConfig } from "../config.js";
import { merge } from "../merge.js";
import { type Shape, stack } from "../stack.test.model.js";
import { mergeCheckpoint } from "./merge-checkpoint.js";
import { saveAdapter } from "./save-adapter.js";

const SHAPES: readonly Shape[] = [
  ["layers.0.up", 6, 10],
  ["layers.1.up", 8, 3],
  ["head", 6, 4],
];
const CONFIG: LoraConfig = {
  r: 2,
  targetModules: ["up"],
  modulesToSave: ["norm"],
  bias: "all",
  initLoraWeights: false,
};

let root: string;
const path = (...parts: string[]): string => join(root, ...parts);
beforeAll(async () => {
  await useBackend("wasm");
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "merge-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const values = (shape: readonly number[], seed: number): Float32Array =>
  tf.tidy(() => tf.randomUniform([...shape], -1, 1, "float32", seed).dataSync<"float32">());

/** Two files with an index, one dtype in each, and files that are no weights. */
async function writeBase(shapes = SHAPES): Promise<Map<string, TensorData>> {
  const tensors = new Map<string, TensorData>();
  for (const [i, [name, inputs, outputs]] of shapes.entries()) {
    const dtype = i === 0 ? "BF16" : "F32";
    tensors.set(`${name}.weight`, { dtype, shape: [outputs, inputs], data: values([outputs, inputs], i + 1) });
  }
  tensors.set("layers.0.up.bias", { dtype: "F16", shape: [10], data: values([10], 8) });
  tensors.set("norm.weight", { dtype: "BF16", shape: [6], data: values([6], 9) });
  const shardOf = (name: string): string => `model-0000${name.includes("1.up") ? 2 : 1}-of-00002.safetensors`;
  mkdirSync(path("base", "templates"), { recursive: true });
  for (const shard of ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]) {
    const part = [...tensors].filter(([name]) => shardOf(name) === shard);
    if (part.length > 0) await writeSafetensors(path("base", shard), part, { format: "pt" });
  }
  const weightMap = Object.fromEntries([...tensors.keys()].map((name) => [name, shardOf(name)]));
  writeFileSync(path("base", "model.safetensors.index.json"), JSON.stringify({ metadata: {}, weight_map: weightMap }));
  writeFileSync(path("base", "config.json"), '{"model_type": "stack", "eps": 1e-06}');
  writeFileSync(path("base", "templates", "chat.jinja"), "{{ messages }}");
  return tensors;
}

/** The base as a model, with an adapter of random values, which is saved. */
async function writeAdapter(config: LoraConfig, shapes = SHAPES): Promise<{ merged: Map<string, Float32Array> }> {
  const weights = new Map<string, tf.Tensor>();
  const tensors = new Map<string, tf.Tensor>();
  const base = await openCheckpoint(openFolder(path("base")));
  for (const [name, { shape }] of base.tensors) {
    const tensor = tf.tensor(await base.readFloat32(name), [...shape]);
    const layer = shapes.find(([at]) => `${at}.weight` === name)?.[0];
    if (layer) weights.set(layer, tensor);
    else tensors.set(name, tensor);
  }
  await base.close();
  const model = stack(shapes, { weights, tensors });
  const adapter = attach(model, config, { seed: 3 });
  for (const [name, parameter] of adapter.parameters) {
    if (!name.includes("lora_A")) tf.tidy(() => parameter.assign(tf.add(parameter, 0.25)));
  }
  await saveAdapter(path("adapter"), adapter, { baseModel: "base" });
  merge(model, adapter);
  const merged = new Map<string, Float32Array>();
  for (const { path: at, dense } of model.linears) {
    merged.set(
      `${at}.weight`,
      tf.tidy(() => dense().dataSync<"float32">()),
    );
  }
  for (const { name, value } of model.tensors) merged.set(name, value.dataSync<"float32">());
  model.dispose();
  return { merged };
}

describe("mergeCheckpoint", () => {
  test.each([false, true])("gives what merging the model gives, rounded; DoRA %s", async (useDora) => {
    const base = await writeBase();
    const { merged } = await writeAdapter({ ...CONFIG, useDora });
    const before = tf.memory().numTensors;
    const seen: number[] = [];
    const onProgress = (done: number, tensors: number): void => void seen.push(done, tensors);
    const result = await mergeCheckpoint(path("base"), path("adapter"), path("merged"), { onProgress });
    expect(result).toEqual({ changed: 4, tensors: 5, shards: 2, warnings: [] });
    expect(tf.memory().numTensors).toBe(before);
    expect(seen).toEqual([1, 5, 2, 5, 3, 5, 4, 5, 5, 5]);
    expect(readdirSync(path("merged")).sort()).toEqual(readdirSync(path("base")).sort());
    for (const file of ["config.json", "model.safetensors.index.json", "templates/chat.jinja"]) {
      expect(readFileSync(path("merged", file))).toEqual(readFileSync(path("base", file)));
    }
    const written = await openCheckpoint(openFolder(path("merged")));
    expect(written.metadata).toEqual(new Map([["format", "pt"]]));
    const digits = { F32: 5, F16: 3, BF16: 2 } as const;
    for (const [name, { dtype, shape }] of base) {
      expect(written.tensors.get(name)).toMatchObject({ dtype, shape });
      const [ours, expected] = [await written.readFloat32(name), merged.get(name)!];
      let apart = 0;
      for (let i = 0; i < ours.length; i++) apart = Math.max(apart, Math.abs(ours[i]! - expected[i]!));
      expect(apart).toBeLessThan(10 ** -digits[dtype as keyof typeof digits]);
    }
    await written.close();
  });

  const small = SHAPES.filter(([name]) => name !== "layers.1.up");
  const SMALL = { ...CONFIG, targetModules: ["layers.0.up"] };
  const one = (): void => {
    cpSync(path("base", "model-00001-of-00002.safetensors"), path("base", "model.safetensors"));
    rmSync(path("base", "model-00001-of-00002.safetensors"));
    rmSync(path("base", "model.safetensors.index.json"));
  };

  test("knows older names of tensors, leaves out weights in other formats, and replaces nothing", async () => {
    await writeBase(small);
    one();
    const { merged } = await writeAdapter(SMALL, small);
    const source = await fileSource(path("base", "model.safetensors"));
    const file = await openSafetensors(source);
    const older: [string, TensorData][] = [];
    for (const name of file.tensors.keys()) older.push([`old.${name}`, await file.read(name)]);
    await source.close();
    await writeSafetensors(path("base", "model.safetensors"), older);
    for (const name of ["pytorch_model.bin", "consolidated.safetensors"]) writeFileSync(path("base", name), "stale");
    const rename = (name: string): string => name.replace(/^old\./, "");
    const { warnings } = await mergeCheckpoint(path("base"), path("adapter"), path("merged"), { rename });
    expect(warnings).toEqual([
      "consolidated.safetensors was left out: what it holds is not merged.",
      "pytorch_model.bin was left out: what it holds is not merged.",
    ]);
    const written = await openCheckpoint(openFolder(path("merged")));
    expect([...written.tensors.keys()].every((name) => name.startsWith("old."))).toBe(true);
    const norm = await written.readFloat32("old.norm.weight");
    for (const [i, value] of norm.entries()) expect(value).toBeCloseTo(merged.get("norm.weight")![i]!, 2);
    await written.close();
    await expect(mergeCheckpoint(path("base"), path("adapter"), path("merged"), { rename })).rejects.toThrow(
      `lora.mergeCheckpoint: ${path("merged")} holds config.json, model.safetensors, templates; expected a new folder. Name another folder.`,
    );
  });

  test("makes weights in few bits dense, for good, and says why", async () => {
    await writeBase(small);
    one();
    await writeAdapter(SMALL, small);
    // A form of its own: halves, with their scale beside them.
    const source = await fileSource(path("base", "model.safetensors"));
    const file = await openSafetensors(source);
    const tensors: [string, TensorData][] = [];
    for (const name of file.tensors.keys()) tensors.push([name, await file.read(name)]);
    await source.close();
    tensors.push(["layers.0.up.weight.scale", { dtype: "F32", shape: [1], data: Float32Array.of(2) }]);
    await writeSafetensors(path("base", "model.safetensors"), tensors);
    writeFileSync(path("base", "config.json"), '{"quantization_config": {"bnb_4bit_compute_dtype": "float16"}}');
    const before = tf.memory().numTensors;
    const unpacking = {
      open: async (_: unknown, opened: typeof file) => ({
        shapes: new Map([["layers.0.up.weight", [10, 6] as const]]),
        isPart: (name: string) => name.startsWith("layers.0.up.weight"),
        read: async (name: string) => {
          const halves = tf.tensor(await opened.readFloat32(name), [10, 6]);
          return { dense: () => tf.mul(halves, 2), dispose: () => halves.dispose() };
        },
      }),
    };
    const merging = mergeCheckpoint(path("base"), path("adapter"), path("merged"), { unpacking });
    expect((await merging).warnings[0]).toMatch(
      /^1 layers of the base held their weights in few bits and are dense now\./,
    );
    expect(tf.memory().numTensors).toBe(before);
    const written = await openCheckpoint(openFolder(path("merged")));
    expect(written.tensors.get("layers.0.up.weight")).toMatchObject({ dtype: "F16", shape: [10, 6] });
    expect(written.tensors.has("layers.0.up.weight.scale")).toBe(false);
    await written.close();
    expect(readFileSync(path("merged", "config.json"), "utf8")).toBe("{}\n");
    await expect(mergeCheckpoint(path("base"), path("adapter"), path("other"))).rejects.toThrow(
      `lora.mergeCheckpoint: ${path("base")} is quantized (quantization_config in config.json); expected weights in 16 or 32 bits, or someone who reads these. Merge into the original checkpoint, or pass { unpacking: fourBit() } of @vlm/quant-cuda.`,
    );
  });

  test("writes nothing where adapter and checkpoint do not fit, or the output is in the base", async () => {
    await writeBase(small);
    await writeAdapter(SMALL, small);
    await expect(mergeCheckpoint(path("base"), path("adapter"), path("base", "merged"))).rejects.toThrow(
      `lora.mergeCheckpoint: the output ${path("base", "merged")} is in the base ${path("base")}; expected a folder outside it. Name another folder.`,
    );
    rmSync(path("base"), { recursive: true });
    await writeBase([["layers.0.up", 5, 10], SHAPES[2]!]);
    await expect(mergeCheckpoint(path("base"), path("adapter"), path("merged"))).rejects.toThrow(
      "lora.mergeCheckpoint: adapter_model.safetensors does not fit this checkpoint: layers.0.up.weight is for [10,6] instead of [10,5]; expected tensors of the model it was trained on. Name that model.",
    );
    const adapter = await openSafetensors(await fileSource(path("adapter", "adapter_model.safetensors")));
    const kept: [string, TensorData][] = [];
    for (const name of adapter.tensors.keys())
      if (!name.includes("lora_B")) kept.push([name, await adapter.read(name)]);
    await adapter.close();
    await writeSafetensors(path("adapter", "adapter_model.safetensors"), kept);
    await expect(mergeCheckpoint(path("base"), path("adapter"), path("merged"))).rejects.toThrow(
      "lora.mergeCheckpoint: adapter_model.safetensors does not fit its configuration: base_model.model.layers.0.up.lora_B.weight is missing; expected two matrices of each adapted layer. Save the adapter again.",
    );
    expect(existsSync(path("merged"))).toBe(false);
    expect(readdirSync(root).sort()).toEqual(["adapter", "base"]);
  });
});
