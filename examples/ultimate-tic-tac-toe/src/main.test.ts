import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readDataset } from "@vlm/dataset/node";
import { openSafetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import { readMetrics } from "@vlm/trainer/node";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const small = ["--games", "3", "--steps", "2", "--questions", "4"];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vlm-ring-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (...extra: string[]) => run("node", [program, "--folder", folder, ...small, ...extra]);

test("the ring turns, and turns on from its last checkpoint", { timeout: 300_000 }, async () => {
  const { stdout } = await start();
  expect(stdout).toContain("exceeds every control");
  expect(stdout).toMatch(/answers were illegal or unreadable and replaced by a random legal move/);

  const dataset = await readDataset(join(folder, "dataset"));
  expect(dataset.splits).toEqual(["train", "eval"]);
  const page = await readFile(join(folder, "report.html"), "utf8");
  expect(page.match(/data:image\/png;base64,/g)!.length).toBeGreaterThan(40);
  expect((await readMetrics(join(folder, "metrics.jsonl"))).map(({ step }) => step)).toEqual([1, 2]);
  const source = await fileSource(join(folder, "adapter", "adapter_model.safetensors"));
  const tensors = await openSafetensors(source);
  expect([...tensors.tensors.keys()].filter((name) => name.includes("visual"))).toEqual([]);
  // Four decoder layers of seven linear layers, two matrices each.
  expect(tensors.tensors.size).toBe(4 * 7 * 2);
  await tensors.close();

  await start("--resume", "--steps", "3");
  expect((await readMetrics(join(folder, "metrics.jsonl"))).map(({ step }) => step)).toEqual([1, 2, 3]);
});
