import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { collect } from "../../fixtures/collect.mjs";
import { gameFeatures, gameRows } from "../../fixtures/game-rows.mjs";
import { readDataset, writeDataset } from "../node.js";

const script = fileURLToPath(new URL("../../fixtures/die-at-call.mjs", import.meta.url));
const options = { features: gameFeatures };
/** Two dozen processes are started, one after the other. */
const timeout = 180_000;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vlm-dataset-kill-"));
});
afterAll(() => rm(root, { recursive: true }));

/** Runs a writer that SIGKILLs itself at its n-th file-system call. How many it made, or null: it was killed. */
function writeAndDie(folder: string, n: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, folder, String(n), "2"], (error, stdout, stderr) => {
      if (error === null) resolve(Number(stdout));
      else if (error.signal === "SIGKILL") resolve(null);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}

/** Every moment of the swap at the end, one in `stride` of the writing before it, and the moment after all. */
function moments(calls: number, stride: number): number[] {
  const all = Array.from({ length: calls + 1 }, (_, index) => index + 1);
  return all.filter((n) => n % stride === 1 || n > calls - 12);
}

async function trainRows(folder: string): Promise<unknown[] | null> {
  const dataset = await readDataset(folder).catch((error: Error) => error);
  if (!(dataset instanceof Error)) return collect(dataset.rows("train"));
  // That it is not there is the only thing that may be wrong with it.
  expect(dataset.message).toContain("has no MANIFEST.json");
  await expect(readdir(folder)).rejects.toThrow("ENOENT");
  return null;
}

const rowsOf = (seed: number): object[] => [...gameRows(3, { seed })];
const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

it("leaves the former dataset, the new one or nothing under the name, wherever a kill falls", { timeout }, async () => {
  const counted = join(root, "count-replace", "set");
  await writeDataset(counted, { train: rowsOf(1) }, options);
  const outcomes: string[] = [];
  for (const n of moments((await writeAndDie(counted, 0))!, 4)) {
    const folder = join(root, `replace-${n}`, "set");
    await writeDataset(folder, { train: rowsOf(1) }, options);
    await writeAndDie(folder, n);
    const rows = await trainRows(folder);
    const outcome = rows === null ? "nothing" : isSame(rows, rowsOf(1)) ? "former" : "new";
    if (outcome === "new") expect(rows).toEqual(rowsOf(2));
    if (outcome !== outcomes.at(-1)) outcomes.push(outcome);
    // The next run finds a whole dataset, whatever happened, and clears up.
    await expect(writeDataset(folder, { train: rowsOf(3) }, options)).rejects.toThrow("already holds a dataset");
    expect(await trainRows(folder)).toEqual(outcome === "new" ? rowsOf(2) : rowsOf(1));
    expect(await readdir(join(folder, ".."))).toEqual(["set"]);
  }
  expect(outcomes).toEqual(["former", "nothing", "new"]);
});

it("leaves nothing under a new name until all of it is there", { timeout }, async () => {
  const outcomes: boolean[] = [];
  for (const n of moments((await writeAndDie(join(root, "count-new", "set"), 0))!, 8)) {
    const folder = join(root, `new-${n}`, "set");
    await writeAndDie(folder, n);
    const rows = await trainRows(folder);
    if (rows !== null) expect(rows).toEqual(rowsOf(2));
    if ((rows !== null) !== outcomes.at(-1)) outcomes.push(rows !== null);
    await writeDataset(folder, { train: rowsOf(3) }, { ...options, overwrite: true });
    expect(await trainRows(folder)).toEqual(rowsOf(3));
    expect(await readdir(join(folder, ".."))).toEqual(["set"]);
  }
  expect(outcomes).toEqual([false, true]);
});

it("says where the former dataset is when a kill fell between the two renames", async () => {
  const folder = join(root, "between", "set");
  await mkdir(join(folder, ".."));
  await writeDataset(folder, { train: rowsOf(1) }, options);
  const aside = join(folder, "..", ".replaced-set");
  await rename(folder, aside);
  await expect(readDataset(folder)).rejects.toThrow(
    `dataset.readDataset: ${folder} has no MANIFEST.json; expected a dataset folder. A run that was replacing it was killed: rename ${aside} back, or write the dataset again.`,
  );
});
