import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { type LinearWeight, useBackend, Weight } from "@vlm/ops";
import type { TensorData } from "@vlm/safetensors";
import { toFloat32 } from "@vlm/safetensors";
import { writeSafetensors } from "@vlm/safetensors/node";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Quantization } from "../checkpoint/quantization.js";
import { architectureOf } from "../families.js";
import { HubServer } from "../testing/hub-server.js";
import { IMAGE, modelOf, tinyBatch, tinyConfig, tinyTensors } from "../testing/tiny.js";
import { checkpointFolder, load } from "./load.js";

const batch = tinyBatch([{ tokens: [1, IMAGE, 3], images: [[2, 2]] }]);
const architecture = architectureOf(tinyConfig);
let folder: string;

beforeAll(async () => {
  await useBackend("cpu");
}, 60_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vlm-models-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(
  tensors: ReadonlyMap<string, tf.Tensor>,
  { config = tinyConfig, dtype = "F32" }: { config?: object; dtype?: "F32" | "BF16" } = {},
): Promise<void> {
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
  const data = [...tensors].map(([name, tensor]): [string, TensorData] => [
    name,
    { dtype, shape: tensor.shape, data: tensor.dataSync<"float32">() },
  ]);
  await writeSafetensors(join(folder, "model.safetensors"), data);
}

describe("load", () => {
  it.each([
    ["current names", (name: string) => name],
    [
      "language_model.model and visual",
      (name: string) =>
        name.replace("model.language_model.", "language_model.model.").replace(/^model\.visual\./, "visual."),
    ],
    [
      "model and visual",
      (name: string) => name.replace("model.language_model.", "model.").replace(/^model\.visual\./, "visual."),
    ],
  ])("reads checkpoints with %s", async (_, rename) => {
    const tensors = tinyTensors(architecture);
    await write(new Map([...tensors].map(([name, tensor]) => [rename(name), tensor])));
    const loaded = await load(folder);
    const built = modelOf(architecture, tensors);
    expect(loaded.type).toBe("qwen3_vl");
    expect(loaded.forward(batch).dataSync()).toEqual(built.forward(batch).dataSync());
  });

  it("reads bfloat16, and leaves a second copy of a tied head aside", async () => {
    const tensors = tinyTensors(architecture);
    tensors.set("lm_head.weight", tensors.get("model.language_model.embed_tokens.weight")!);
    await write(tensors, { dtype: "BF16" });
    const logits = (await load(folder)).forward(batch).dataSync();
    const exact = modelOf(architecture, tensors).forward(batch).dataSync();
    const error = Math.max(...logits.map((x, i) => Math.abs(x - exact[i]!)));
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(0.3);
  });

  it("lists missing, unexpected and mis-shaped tensors in one error", async () => {
    const tensors = tinyTensors(architecture);
    const norm = tensors.get("model.language_model.norm.weight")!;
    tensors.delete("model.language_model.norm.weight");
    tensors.set("model.visual.extra", norm);
    tensors.set("model.visual.merger.norm.weight", norm);
    await write(tensors);
    await expect(load(folder)).rejects.toThrow(
      /^models.load: .* does not hold the tensors of its config.json: 1 missing \(model.language_model.norm.weight\); 1 unexpected \(model.visual.extra\); 1 of another shape \(model.visual.merger.norm.weight is \[16\], expected \[8\]\). Take config.json and weights from one revision.$/,
    );
  });

  it("hands linear layers to a quantization, and nothing else", async () => {
    const tensors = tinyTensors(architecture);
    await write(tensors, { dtype: "BF16" });
    const handed: string[] = [];
    const held = new Set<LinearWeight>();
    const quantization: Quantization = {
      packs: (path) => handed.push(path) % 2 === 0,
      pack({ values, shape, dtype }) {
        expect(dtype).toBe("BF16");
        expect(values).toBeInstanceOf(Uint16Array);
        const floats = toFloat32({ dtype, shape, data: values });
        const weight = new Weight(tf.tensor2d(floats, [...shape]));
        held.add(weight);
        return weight;
      },
      open: () => Promise.reject(new Error("no such file")),
    };
    const loaded = await load(folder, { quantization });
    expect(handed.toSorted()).toEqual(loaded.linears.map(({ path }) => path).toSorted());
    expect(held.size).toBe(Math.floor(handed.length / 2));
    expect(loaded.forward(batch).dataSync()).toEqual((await load(folder)).forward(batch).dataSync());
  });

  it("loads from the Hub what is no folder", async () => {
    await write(tinyTensors(architecture));
    const files = { "config.json": "", "model.safetensors": "" };
    const server = new HubServer(files);
    for (const name of Object.keys(files)) server.files.set(name, await readFile(join(folder, name)));
    const options = { endpoint: await server.start(), token: null, cacheDirectory: folder, offline: false };
    try {
      const loaded = await load("org/tiny", options);
      expect(loaded.forward(batch).dataSync()).toEqual((await load(folder)).forward(batch).dataSync());
      expect(await checkpointFolder("org/tiny", { ...options, offline: true })).toContain("snapshots");
      expect(await checkpointFolder(folder, options)).toBe(folder);
    } finally {
      await server.stop();
    }
  });

  it("shortens a long list", async () => {
    await write(new Map());
    await expect(load(folder)).rejects.toThrow(/74 missing \(.*, and 54 more\)/);
  });

  it("refuses a truncated file before reading a tensor", async () => {
    await write(tinyTensors(architecture));
    const path = join(folder, "model.safetensors");
    await writeFile(path, (await readFile(path)).subarray(0, -100));
    await expect(load(folder)).rejects.toThrow(/^safetensors\./);
  });

  it("refuses what is not a checkpoint of a known family", async () => {
    await expect(load(folder)).rejects.toThrow(
      `models.load: ${folder} has no config.json; expected a checkpoint folder in Hub layout. Check the path.`,
    );
    await writeFile(join(folder, "config.json"), "{");
    await expect(load(folder)).rejects.toThrow(
      `models.load: ${folder}/config.json is not JSON; expected an object. Download the file again.`,
    );
    await writeFile(join(folder, "config.json"), '{"model_type": "llama"}');
    await expect(load(folder)).rejects.toThrow(`models.load: ${folder} holds a model of type "llama"; expected `);
    await writeFile(join(folder, "config.json"), JSON.stringify({ ...tinyConfig, quantization_config: {} }));
    await expect(load(folder)).rejects.toThrow(
      `models.load: ${folder} is quantized (quantization_config in config.json); expected F32, F16 or BF16 weights, or someone who reads these. Pass { quantization: fourBit() } of @vlm/quant-cuda.`,
    );
    await writeFile(join(folder, "config.json"), JSON.stringify(tinyConfig));
    await expect(load(folder)).rejects.toThrow(/^safetensors.openCheckpoint: .* has neither model.safetensors nor/);
  });
});
