import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attach } from "@vlm/lora";
import { saveAdapter } from "@vlm/lora/node";
import { load } from "@vlm/models/node";
import { useBackend } from "@vlm/ops";
import { openCheckpoint } from "@vlm/safetensors";
import { openFolder } from "@vlm/safetensors/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { writeRandomCheckpoint } from "../random-checkpoint.test.kit.js";
import { vlm } from "../vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-merge-"));
const [base, adapter, output] = ["base", "adapter", "merged"].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const options = ["--model_name_or_path", base, "--adapter_name_or_path", adapter, "--output_dir"];

async function run(argv: readonly string[], signal = new AbortController().signal) {
  let printed = "";
  let complaint = "";
  const code = await vlm(argv, commands, {
    print: (text) => {
      printed += `${text}\n`;
    },
    progress: { write: (text) => (complaint += text) },
    signal,
  });
  return { code, printed, complaint };
}

beforeAll(async () => {
  await useBackend("wasm");
  await writeRandomCheckpoint(base);
  const model = await load(base);
  const config = { r: 2, targetModules: ["language"], initLoraWeights: false } as const;
  await saveAdapter(adapter, attach(model, config), { baseModel: base });
  model.dispose();
});
afterAll(() => rmSync(folder, { recursive: true }));

test("writes a checkpoint that loads, with the adapter in it", async () => {
  const { code, printed } = await run(["merge", ...options, output]);
  expect(printed).toBe(
    `${output}: 7 of 40 tensors changed, in 1 file.\nNext: vlm play --model_name_or_path ${output}\n`,
  );
  expect(code).toBe(0);
  expect(readdirSync(output).sort()).toEqual(readdirSync(base).sort());
  const [before, after] = [await openCheckpoint(openFolder(base)), await openCheckpoint(openFolder(output))];
  for (const name of before.tensors.keys()) {
    const same = String(await before.readFloat32(name)) === String(await after.readFloat32(name));
    expect([name, same]).toEqual([name, !/language_model\.layers.*_proj/.test(name)]);
  }
  (await load(output)).dispose();
});

test("writes nothing when it is interrupted or the folder is taken", async () => {
  const elsewhere = join(folder, "elsewhere");
  const interruption = new AbortController();
  interruption.abort();
  expect((await run(["merge", ...options, elsewhere], interruption.signal)).code).toBe(130);
  expect(existsSync(elsewhere)).toBe(false);
  const { code, complaint } = await run(["merge", ...options, base.replace(/base$/, "adapter")]);
  expect([code, complaint]).toEqual([
    1,
    `lora.mergeCheckpoint: ${adapter} holds README.md, adapter_config.json, adapter_model.safetensors; expected a new folder. Name another folder.\n`,
  ]);
});

test("refuses to hold a model in 4 bits and in 8", async () => {
  const args = ["play", "--model_name_or_path", base];
  const { code, complaint } = await run([...args, "--load_in_4bit", "true", "--load_in_8bit", "true"]);
  expect([code, complaint]).toEqual([2, expect.stringContaining("both true; expected one at most. Leave one out.")]);
});
