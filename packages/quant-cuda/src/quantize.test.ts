import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import type { Quantization, VisionLanguageModel } from "@vlm/models";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import { openCheckpoint, type TensorData } from "@vlm/safetensors";
import { openFolder, writeSafetensors } from "@vlm/safetensors/node";
import type { Batch } from "@vlm/types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quantizeFourBit } from "./four-bit.js";
import type { FourBit } from "./four-bit-codes.js";
import { fourBit } from "./quantization.js";
import { quantizationConfig } from "./quantization-config.js";
import { quantize } from "./quantize.js";
import { UNSLOTH_SKIPS } from "./skip-list.js";
import { stateDict } from "./state-dict.js";

const tiny = fileURLToPath(new URL("../../../examples/checkpoints/tiny-qwen3-vl", import.meta.url));
const shape = [1, 5];
const batch: Batch = {
  ids: ["greeting"],
  inputIds: { data: Int32Array.of(40, 41, 42, 43, 44), shape },
  attentionMask: { data: new Int32Array(5).fill(1), shape },
  positionIds: { data: Int32Array.from({ length: 15 }, (_, i) => i % 5), shape: [3, 1, 5] },
  labels: { data: Int32Array.of(-100, -100, 42, 43, 44), shape },
};

let folder: string;
beforeAll(async () => {
  await useBackend("wasm");
  folder = await mkdtemp(join(tmpdir(), "vlm-quant-"));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const logits = (model: VisionLanguageModel): Float32Array =>
  tf.tidy(() => model.forward(batch).dataSync<"float32">().slice());

/** The tiny checkpoint as transformers would save it in 4 bits. */
async function writeBitsandbytes(skip: readonly string[], config = quantizationConfig({ skip })): Promise<void> {
  const file = await openCheckpoint(openFolder(tiny));
  const tensors = new Map<string, TensorData>();
  const { packs } = fourBit({ skip });
  for (const [name, info] of file.tensors) {
    const isLinear = info.shape.length === 2 && !/embed/.test(name);
    if (!isLinear || !packs(name.replace(/\.weight$/, ""))) tensors.set(name, await file.read(name));
    else {
      const packed: FourBit = quantizeFourBit(await file.readFloat32(name), info.shape);
      for (const [part, tensor] of stateDict(name, packed)) tensors.set(part, tensor);
    }
  }
  await file.close();
  await writeSafetensors(join(folder, "model.safetensors"), tensors);
  const json = JSON.parse(await readFile(join(tiny, "config.json"), "utf8")) as object;
  await writeFile(join(folder, "config.json"), JSON.stringify({ ...json, quantization_config: config }));
  await copyFile(join(tiny, "tokenizer.json"), join(folder, "tokenizer.json"));
}

describe("quantize and load", () => {
  it("make the same model: packed after loading, on the way in, and from a bitsandbytes file", async () => {
    const quantization: Quantization = fourBit();
    const dense = await load(tiny);
    const exact = logits(dense);
    const after = await quantize(dense);
    expect(after).toBe(dense);
    const expected = logits(after);
    expect(expected).not.toEqual(exact);
    after.dispose();
    const onTheWay = await load(tiny, { quantization });
    expect(logits(onTheWay)).toEqual(expected);
    onTheWay.dispose();
    await writeBitsandbytes(["lm_head"]);
    const stored = await load(folder, { quantization });
    expect(logits(stored)).toEqual(expected);
    expect((await stored.generate(batch, { maxNewTokens: 3 }))[0]!.length).toBeGreaterThan(0);
    stored.dispose();
  });

  it("leave skipped modules in full, also in a file", async () => {
    const skip = UNSLOTH_SKIPS;
    const original = await load(tiny);
    const model = await load(tiny, { quantization: fourBit({ skip }) });
    const kept = model.linears.filter((linear, i) => {
      const [ours, theirs] = [linear.dense(), original.linears[i]!.dense()];
      const same = tf.tidy(() => tf.all(tf.equal(ours, theirs)).dataSync()[0] === 1);
      tf.dispose([ours, theirs]);
      return same;
    });
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.every(({ path }) => path.includes("merger"))).toBe(true);
    await writeBitsandbytes(skip);
    const stored = await load(folder, { quantization: fourBit() });
    expect(logits(stored)).toEqual(logits(model));
    for (const each of [original, model, stored]) each.dispose();
  });

  it("free dense weights and leak nothing", async () => {
    const { numTensors } = tf.memory();
    const dense = await load(tiny);
    const { numBytes } = tf.memory();
    await quantize(dense);
    const linearBytes = dense.linears.reduce((sum, { inputs, outputs }) => sum + 4 * inputs * outputs, 0);
    expect(tf.memory().numBytes).toBe(numBytes - linearBytes);
    dense.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it("train an adapter on packed weights", async () => {
    const model = await load(tiny, { quantization: fourBit() });
    const linear = model.linears.at(-1)!;
    const a = tf.variable(tf.randomNormal([2, linear.inputs], 0, 0.1, "float32", 1));
    const b = tf.variable(tf.zeros([linear.outputs, 2]));
    linear.adapter = { a, b, scale: 1 };
    const { value, grads } = tf.variableGrads(() => model.loss(batch) as tf.Scalar, [a, b]);
    const before = value.dataSync()[0]!;
    b.assign(tf.sub(b, tf.mul(grads[b.name]!, 0.01)));
    expect(model.loss(batch).dataSync()[0]!).toBeLessThan(before);
    model.dispose();
  });

  it("leave a model as it was whose weights are not finite", async () => {
    const model = await load(tiny);
    const before = logits(model);
    const linear = model.linears[3]!;
    const good = linear.dense();
    linear.replace(tf.fill([linear.outputs, linear.inputs], Number.NaN));
    await expect(quantize(model)).rejects.toThrow(
      `quant-cuda.quantize: ${linear.path} cannot be packed: quant-cuda.quantize: element 0 is NaN; expected finite numbers, since a block shares one scale. Repair the weights. Or name it in skip.`,
    );
    linear.replace(good);
    expect(logits(model)).toEqual(before);
    await expect(quantize(model, { blockSize: 5 })).rejects.toThrow("quant-cuda.quantizeFourBit: blockSize is 5;");
    model.dispose();
  });
});

describe("load", () => {
  it("refuses a packed file when nobody reads it, naming who does", async () => {
    await writeBitsandbytes(["lm_head"]);
    await expect(load(folder)).rejects.toThrow(
      `models.load: ${folder} is quantized (quantization_config in config.json); expected F32, F16 or BF16 weights, or someone who reads these. Pass { quantization: fourBit() } of @vlm/quant-cuda.`,
    );
  });

  it.each([
    [{ quant_method: "gptq", bits: 4 }, 'quant_method "gptq"'],
    [{ quant_method: "bitsandbytes", load_in_8bit: true, load_in_4bit: false }, "load_in_4bit false"],
    [{}, "load_in_4bit undefined"],
  ])("refuses what is quantized otherwise: %j", async (config, what) => {
    await writeBitsandbytes(["lm_head"], config);
    await expect(load(folder, { quantization: fourBit() })).rejects.toThrow(
      `quant-cuda.fourBit: quantization_config has ${what}; expected "bitsandbytes" with 4 bits. Load the original checkpoint, and quantize it on the way in.`,
    );
  });
});
