import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readDataset } from "@vlm/dataset/node";
import { checkGame } from "@vlm/games/testing";
import { search } from "@vlm/mcts";
import { expect, test } from "vitest";
import { kayles } from "./kayles.js";

test("the game keeps the laws of games", () => {
  checkGame(kayles, { games: 50 });
});

test("the search proves every position as the theory of Kayles says", () => {
  // A row of so many pins has the Grundy number of Guy and Smith 1956; a position is lost where those of its rows cancel.
  const grundy = [0, 1, 2, 3, 1, 4, 3, 2];
  const lost = (pins: readonly number[]): boolean =>
    pins
      .map((pin) => (pin === 0 ? "|" : " "))
      .join("")
      .split(/ +/)
      .reduce((sum, row) => sum ^ grundy[row.length]!, 0) === 0;
  for (let mask = 0; mask < 127; mask++) {
    const pins = kayles.start().pins.map((_, pin) => (mask >> pin) & 1);
    const { value } = search(kayles, { pins, player: 0 }, { simulations: 20_000 });
    expect([pins, value]).toEqual([pins, lost(pins) ? -1 : 1]);
  }
});

test("the program searches, draws, writes and reads a dataset, and plays a match", async () => {
  const folder = await mkdtemp(join(tmpdir(), "vlm-own-game-"));
  try {
    const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));
    const { stdout } = await promisify(execFile)("node", [program, "--folder", folder]);
    expect(stdout).toMatch(/The first player's best roll is (2-3|4|5-6), worth 1\.00\./);
    expect(stdout).toMatch(/The search won (19|20) of 20 games against chance\./);
    const dataset = await readDataset(join(folder, "dataset"));
    expect(dataset.splits).toEqual(["train", "eval"]);
    const games = new Set<unknown>();
    for await (const row of dataset.rows("eval")) {
      games.add(row.game);
      expect(row.legal).toContain(row.best);
    }
    expect([...games]).toEqual([16, 17, 18, 19]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
