import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readMetrics } from "@vlm/trainer/node";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const program = fileURLToPath(new URL("../../dist/tiny/main.js", import.meta.url));
const cwd = fileURLToPath(new URL("../../..", import.meta.url));
const small = [
  "--backend",
  "wasm",
  "--steps",
  "5",
  "--batch",
  "0.2",
  "--games",
  "2",
  "--simulations",
  "10",
  "--milestones",
  "1",
  "--questions",
  "1",
];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vlm-tiny-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (name: string, ...extra: string[]) =>
  run("node", [program, "--folder", join(folder, name), ...small, ...extra], { cwd });

test("a checkpoint is made from random weights, and a stopped run ends as one that was not", {
  timeout: 300_000,
}, async () => {
  const { stdout } = await start("whole");
  expect(stdout).toContain("1231040 parameters");
  expect(stdout).toContain('5 steps: {"see":1,"small":0,"whole":1,"places":2,"questions":1}');

  // A hundredth of a minute has passed before the first step ends.
  expect((await start("stopped", "--questions", "0", "--minutes", "0.01")).stdout).toContain(
    "stopped after 1 of 5 steps",
  );
  expect((await start("stopped", "--questions", "0", "--threads", "1")).stdout).toContain("after 5 steps");

  const weights = (name: string) => readFile(join(folder, name, "checkpoint", "model.safetensors"));
  expect((await weights("stopped")).equals(await weights("whole"))).toBe(true);
  expect((await stat(join(folder, "whole", "checkpoint", "model.safetensors"))).size).toBeLessThan(8e6);
  expect((await weights("whole")).equals(await readFile(join(folder, "whole", "initial", "model.safetensors")))).toBe(
    false,
  );

  const further = ["--weights", join(folder, "whole", "checkpoint"), "--stages", "questions"];
  expect((await start("further", ...further, "--steps", "2", "--questions", "0")).stdout).toContain(
    '2 steps: {"see":0,"small":0,"whole":0,"places":0,"questions":2}',
  );
  const begun = await readFile(join(folder, "further", "initial", "model.safetensors"));
  expect(begun.equals(await weights("whole"))).toBe(true);
  expect((await weights("further")).equals(begun)).toBe(false);

  const lines = await readMetrics(join(folder, "whole", "metrics.jsonl"));
  expect(lines.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  const curve = JSON.parse(await readFile(join(folder, "whole", "curve.json"), "utf8"));
  expect(curve).toMatchObject({ seed: 7, steps: 5, backend: "wasm", plan: { see: 1, places: 2 } });
  expect(curve.readings.at(-1)).toMatchObject({ step: 5, light: 0, board: 0 });
  expect(await readFile(join(folder, "whole", "curve.svg"), "utf8")).toContain("5 steps, ");
});
