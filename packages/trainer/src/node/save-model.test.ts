import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCheckpoint, type TensorData } from "@vlm/safetensors";
import { openFolder, writeSafetensors } from "@vlm/safetensors/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Arrays } from "../arrays.js";
import { saveModel } from "./save-model.js";

let root: string;
let base: string;
let output: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "save-model-"));
  [base, output] = [join(root, "base"), join(root, "tuned")];
  mkdirSync(base);
  const tensor = (data: number[]): TensorData => ({ dtype: "BF16", shape: [2], data: Float32Array.from(data) });
  await writeSafetensors(join(base, "model.safetensors"), [
    ["model.layers.0.weight", tensor([1, 2])],
    ["model.norm.weight", tensor([3, 4])],
  ]);
  writeFileSync(join(base, "config.json"), '{"eps": 1e-06}');
  writeFileSync(join(base, "pytorch_model.bin"), "stale");
});
afterEach(() => rmSync(root, { recursive: true }));

const rename = (name: string): string => name.replace("model.", "");
const trained: Arrays = new Map([["norm.weight", { data: Float32Array.of(5.01, 6), shape: [2] }]]);

test("writes the checkpoint with trained tensors in place of its own, rounded to their types", async () => {
  expect(await saveModel(base, output, trained, { rename })).toEqual([
    "pytorch_model.bin was left out: what it holds is not trained.",
  ]);
  expect(readdirSync(output).sort()).toEqual(["config.json", "model.safetensors"]);
  expect(readFileSync(join(output, "config.json"), "utf8")).toBe('{"eps": 1e-06}');
  const file = await openCheckpoint(openFolder(output));
  expect([...(await file.readFloat32("model.layers.0.weight"))]).toEqual([1, 2]);
  expect([...(await file.readFloat32("model.norm.weight"))]).toEqual([5, 6]);
  expect(file.tensors.get("model.norm.weight")!.dtype).toBe("BF16");
  await file.close();
});

test("writes nothing where the parameters are not the checkpoint's, or the folder is not new", async () => {
  const wrong: Arrays = new Map([
    ["norm.weight", { data: new Float32Array(3), shape: [3] }],
    ["norm.lora_A.weight", { data: new Float32Array(3), shape: [3] }],
  ]);
  await expect(saveModel(base, output, wrong, { rename })).rejects.toThrow(
    `trainer.saveModel: the parameters do not fit ${base}: norm.weight is [3] instead of [2]; norm.lora_A.weight is unknown; expected tensors of that checkpoint. Name the one that was trained; an adapter is saved with @vlm/lora.`,
  );
  await expect(saveModel(base, base, trained, { rename })).rejects.toThrow(
    `trainer.saveModel: the output ${base} is in the base ${base}; expected a folder outside it. Name another folder.`,
  );
  expect(existsSync(output)).toBe(false);
  await saveModel(base, output, trained, { rename });
  await expect(saveModel(base, output, trained, { rename })).rejects.toThrow(
    `trainer.saveModel: ${output} holds config.json, model.safetensors; expected a new folder. Name another folder.`,
  );
});
