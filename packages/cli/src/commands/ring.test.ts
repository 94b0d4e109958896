import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Evaluation } from "@vlm/eval";
import { readMetrics } from "@vlm/trainer/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { writeRandomCheckpoint } from "../random-checkpoint.test.kit.js";
import { vlm } from "../vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-ring-"));
const checkpoint = join(folder, "checkpoint");
const dataset = join(folder, "dataset");
const yaml = join(folder, "train.yaml");

async function run(argv: readonly string[], signal: AbortSignal = new AbortController().signal) {
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

const train = (name: string, argv: readonly string[] = [], signal?: AbortSignal) => {
  const paths = ["--model-name-or-path", checkpoint, "--dataset-name", dataset, "--output-dir", join(folder, name)];
  return run(["train", "--config", yaml, ...paths, ...argv], signal);
};

const hash = (...path: string[]): string =>
  createHash("sha256")
    .update(readFileSync(join(folder, ...path)))
    .digest("hex");

beforeAll(async () => {
  await writeRandomCheckpoint(checkpoint);
  writeFileSync(
    yaml,
    "max_steps: 4\nper_device_train_batch_size: 2\nlearning_rate: 1e-3\nlora_r: 2\nlora_dropout: 0.1\nuse_dora: true\nlogging_steps: 1\neval_steps: 2\nsave_steps: 2\neval_questions_per_task: 1\n",
  );
  await run([
    "datagen",
    "--output_dir",
    dataset,
    "--num_games",
    "2",
    "--simulations",
    "3",
    "--eval_fraction",
    "0.5",
    "--image_size",
    "96",
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("train writes adapter, checkpoints and metrics, and names the next command", async () => {
  const { code, printed, complaint } = await train("whole");
  expect(complaint).toMatch(/4\/4 .* loss=/);
  expect(code).toBe(0);
  expect(printed).toContain(`Next: vlm eval --model_name_or_path ${checkpoint}`);
  const rows = await readMetrics(join(folder, "whole", "metrics.jsonl"));
  expect(rows.filter((row) => "loss" in row).map((row) => row.step)).toEqual([1, 2, 3, 4]);
  expect(rows.filter((row) => "eval_loss" in row).map((row) => row.step)).toEqual([2, 4]);
  const config = JSON.parse(readFileSync(join(folder, "whole", "adapter", "adapter_config.json"), "utf8"));
  expect(config).toMatchObject({ r: 2, lora_alpha: 32, base_model_name_or_path: checkpoint });
});

test("an interrupted run saves, exits with 130, and resumes to the very same adapter", async () => {
  const interruption = new AbortController();
  interruption.abort();
  // Already asked to stop: the first step is finished and saved.
  expect(await train("resumed", [], interruption.signal)).toMatchObject({ code: 130 });
  const again = await train("resumed");
  expect(again).toMatchObject({
    code: 2,
    complaint: `vlm train: output_dir ${join(folder, "resumed")} holds a run; expected a new folder. Choose another, or set resume_from_checkpoint to true to continue it.\n`,
  });
  expect(await train("resumed", ["--resume-from-checkpoint"])).toMatchObject({ code: 0 });
  expect(hash("resumed", "adapter", "adapter_model.safetensors")).toBe(
    hash("whole", "adapter", "adapter_model.safetensors"),
  );
});

test("nothing to resume from, a wrong argument and a broken checkpoint stop before any work", async () => {
  expect(await train("none", ["--resume-from-checkpoint"])).toMatchObject({
    code: 2,
    complaint: `vlm train: output_dir ${join(folder, "none")} has no whole checkpoint; expected one to resume from. Set resume_from_checkpoint to false and choose a new folder.\n`,
  });
  const wrong = await train("none", ["--learning-rate", "fast"]);
  expect(wrong.code).toBe(2);
  expect(wrong.complaint).toMatch(/learning_rate is "fast" instead of a number of at least 0/);
  const absent = await run(["play", "--model_name_or_path", join(folder, "nowhere")]);
  expect(absent.code).toBe(1);
  expect(absent.complaint).toMatch(/nowhere has no tokenizer\.json; expected/);
});

test("eval asks the model and its controls, prints their table and writes every answer", async () => {
  const { code, printed } = await run([
    ...["eval", "--model_name_or_path", checkpoint, "--adapter_name_or_path", join(folder, "whole", "adapter")],
    ...["--dataset_name", dataset, "--output_dir", join(folder, "whole"), "--questions_per_task", "2"],
    ...["--max_new_tokens", "3"],
  ]);
  expect(code).toBe(0);
  const text = readFileSync(join(folder, "whole", "evaluation.json"), "utf8");
  const { evaluations }: { evaluations: Record<string, Evaluation> } = JSON.parse(text);
  const names = ["tuned", "base", "best constant", "blank picture", "other picture"];
  expect(Object.keys(evaluations)).toEqual(names);
  for (const name of names) {
    expect(evaluations[name]!.answers).toHaveLength(8);
    expect(printed).toContain(`LEGALITY        ${name}`);
  }
  expect(evaluations["best constant"]!.tasks.every((task) => task.validJson.value === 1)).toBe(true);
  expect(evaluations.tuned!.tasks.every((task) => task.validJson.value === 0)).toBe(true);
  expect(printed).toMatch(/STATE +no +0\.0 %/);
});

test("the checkpoint that the repository ships can be asked", async () => {
  const shipped = fileURLToPath(new URL("../../../../examples/checkpoints/tiny-qwen3-vl", import.meta.url));
  const { code, printed } = await run([
    ...["eval", "--model_name_or_path", shipped, "--dataset_name", dataset, "--output_dir", join(folder, "shipped")],
    ...["--questions_per_task", "1", "--controls", "false", "--max_new_tokens", "8"],
  ]);
  expect(code).toBe(0);
  expect(printed).toMatch(/LEGALITY +base +1 /);
  const { evaluations } = JSON.parse(readFileSync(join(folder, "shipped", "evaluation.json"), "utf8"));
  // It has learned to talk, though not of this game.
  expect(evaluations.base.answers.map(({ answer }: { answer: string }) => answer).join("")).toMatch(/[a-z0-9.]/i);
});

test("play lets the model say nothing but legal moves where it is told to", async () => {
  const { code, printed } = await run([
    ...["play", "--model_name_or_path", checkpoint, "--max_new_tokens", "84", "--constrain"],
    ...["--image_size", "96"],
  ]);
  expect(code).toBe(0);
  expect(printed).toMatch(/Model \(X\) against random: .*; 0 of its [1-9]\d* answers were illegal or unreadable/);
});

test("play prints the game as boards and counts the answers that were no moves", async () => {
  const { code, printed } = await run([
    ...["play", "--model_name_or_path", checkpoint, "--max_new_tokens", "2", "--model_plays", "o"],
    ...["--image_size", "96", "--opponent", "mcts", "--simulations", "5"],
  ]);
  expect(code).toBe(0);
  expect(printed).toMatch(/^1\. X \(\d,\d\)\/\(\d,\d\) +2\. O \(\d,\d\)\/\(\d,\d\) \*/);
  expect(printed).toMatch(/Model \(O\) against mcts: .*; (\d+) of its \1 answers were illegal or unreadable/);
});
