import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDataset } from "@vlm/dataset/node";
import { afterAll, expect, test } from "vitest";
import { commands } from "../commands.js";
import { vlm } from "../vlm.js";

const folder = mkdtempSync(join(tmpdir(), "vlm-datagen-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function datagen(name: string, ...argv: string[]): Promise<{ code: number; printed: string; complaint: string }> {
  let printed = "";
  let complaint = "";
  const code = await vlm(
    ["datagen", "--output_dir", join(folder, name), "--simulations", "5", "--image-size", "90", ...argv],
    commands,
    {
      print: (text) => {
        printed += `${text}\n`;
      },
      progress: { write: (text) => (complaint += text) },
      signal,
    },
  );
  return { code, printed, complaint };
}

let signal = new AbortController().signal;

test("writes a dataset of self-play, split by game, the same for the same seed", async () => {
  const { code, printed, complaint } = await datagen("a", "--num-games", "3", "--eval-fraction", "0.5");
  expect(code).toBe(0);
  const dataset = await readDataset(join(folder, "a"));
  expect(dataset.splits).toEqual(["train", "eval"]);
  expect(printed).toContain(`${dataset.length("train")} training and ${dataset.length("eval")} evaluation positions`);
  expect(complaint).toMatch(/self-play 100%\|█+\| 3\/3 .* positions=\d+\n$/);

  const games: Record<string, Set<unknown>> = {};
  const angles = new Set<unknown>();
  for (const split of dataset.splits)
    for await (const row of dataset.rows(split)) {
      games[split] = (games[split] ?? new Set()).add(row.game);
      angles.add(row.rotation_angle);
      expect(row.chain_of_thought).toContain("FINAL MOVE:");
    }
  expect([...games.train!].filter((game) => games.eval!.has(game))).toEqual([]);
  expect(angles).toEqual(new Set([0, 90, 180, 270]));

  await datagen("b", "--num-games", "3", "--eval-fraction", "0.5");
  const again = await readDataset(join(folder, "b"));
  expect(await again.row("train", 7)).toEqual(await dataset.row("train", 7));
});

test("refuses to overwrite before a game is played, and replaces when asked to", async () => {
  const refused = await datagen("a", "--num-games", "100000");
  expect(refused.code).toBe(1);
  expect(refused.complaint).toMatch(/^dataset\.writeDataset: .* already holds a dataset;/);
  const before = (await readDataset(join(folder, "a"))).length("train");
  const { code } = await datagen("a", "--num-games", "5", "--overwrite-output-dir");
  expect(code).toBe(0);
  expect((await readDataset(join(folder, "a"))).length("train")).toBeGreaterThan(before);
});

test("an interruption leaves nothing and is code 130", async () => {
  const interruption = new AbortController();
  signal = interruption.signal;
  setTimeout(() => interruption.abort(), 300);
  expect(await datagen("c", "--num-games", "100000")).toMatchObject({ code: 130 });
  expect(existsSync(join(folder, "c"))).toBe(false);
  expect(readdirSync(folder).filter((name) => name.includes("tmp"))).toEqual([]);
});
