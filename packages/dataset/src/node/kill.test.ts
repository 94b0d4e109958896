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
/** Some forty processes are started, one after the other. */
const timeoutMs = 180_000;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vlm-dataset-kill-"));
});
afterAll(() => rm(root, { recursive: true }));

/** Runs a writer that SIGKILLs itself at its n-th file-system call. Whether it finished. */
function writeAndDie(folder: string, n: number, seed: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, folder, String(n), String(seed)], (error, stdout, stderr) => {
      if (error === null) resolve(stdout.includes("finished"));
      else if (error.signal === "SIGKILL") resolve(false);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}

async function trainRows(folder: string): Promise<unknown[] | null> {
  const dataset = await readDataset(folder).catch((error: Error) => error);
  if (!(dataset instanceof Error)) return collect(dataset.rows("train"));
  // What is not there is the only thing that may be wrong with it.
  expect(dataset.message).toContain("has no MANIFEST.json");
  await expect(readdir(folder)).rejects.toThrow("ENOENT");
  return null;
}

const rowsOf = (seed: number): unknown[] => [...gameRows(3, { seed })];

it(
  "leaves the former dataset, the new one or nothing under the name, wherever a kill falls",
  async () => {
    const outcomes = new Set<string>();
    let finished = false;
    for (let n = 1; !finished; n++) {
      const folder = join(root, `replace-${n}`, "set");
      await writeDataset(folder, { train: rowsOf(1) as object[] }, { features: gameFeatures });
      finished = await writeAndDie(folder, n, 2);
      const rows = await trainRows(folder);
      const outcome = rows === null ? "nothing" : JSON.stringify(rows) === JSON.stringify(rowsOf(1)) ? "former" : "new";
      if (outcome === "new") expect(rows).toEqual(rowsOf(2));
      outcomes.add(outcome);
      // The next run finds a whole dataset, whatever happened, and clears up.
      const again = writeDataset(folder, { train: rowsOf(3) as object[] }, { features: gameFeatures });
      await expect(again).rejects.toThrow("already holds a dataset");
      expect(await trainRows(folder)).toEqual(outcome === "new" ? rowsOf(2) : rowsOf(1));
      expect(await readdir(join(folder, ".."))).toEqual(["set"]);
    }
    expect([...outcomes].sort()).toEqual(["former", "new", "nothing"]);
  },
  timeoutMs,
);

it(
  "leaves nothing under a new name until all of it is there",
  async () => {
    const outcomes: boolean[] = [];
    // Every fifth moment: replacing, above, goes through each.
    for (let n = 1, finished = false; !finished; n += 5) {
      const folder = join(root, `new-${n}`, "set");
      finished = await writeAndDie(folder, n, 2);
      const rows = await trainRows(folder);
      if (rows !== null) expect(rows).toEqual(rowsOf(2));
      outcomes.push(rows !== null);
      await writeDataset(folder, { train: rowsOf(3) as object[] }, { features: gameFeatures, overwrite: true });
      expect(await trainRows(folder)).toEqual(rowsOf(3));
      expect(await readdir(join(folder, ".."))).toEqual(["set"]);
    }
    expect(outcomes[0]).toBe(false);
    expect(outcomes).toEqual([...outcomes].sort());
  },
  timeoutMs,
);

it("says where the former dataset is when a kill fell between the two renames", async () => {
  const folder = join(root, "between", "set");
  await mkdir(join(folder, ".."));
  await writeDataset(folder, { train: rowsOf(1) as object[] }, { features: gameFeatures });
  const aside = join(folder, "..", ".replaced-set");
  await rename(folder, aside);
  await expect(readDataset(folder)).rejects.toThrow(
    `dataset.readDataset: ${folder} has no MANIFEST.json; expected a dataset folder. A run that was replacing it was killed: rename ${aside} back, or write the dataset again.`,
  );
});
