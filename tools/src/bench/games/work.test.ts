import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ultimateTicTacToe } from "@vlm/games";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkEqual } from "../equality.js";
import { writeBoards } from "./boards.js";
import { cases } from "./cases.js";
import { perftWork } from "./perft-work.js";
import { pictureWork } from "./picture-work.js";
import { playoutWork } from "./playout-work.js";
import { searchWork } from "./search-work.js";
import type { GamesWork, PlayoutWork, SearchWork } from "./work.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vlm-bench-games-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const works = cases.map(({ settings }) => settings as unknown as GamesWork | undefined);
const ofTask = <Task extends GamesWork>(task: Task["task"]): Task[] =>
  works.filter((work): work is Task => work?.task === task);

it("makes the searches of every case with all their simulations, the first of which is the root's own", async () => {
  for (const work of ofTask<SearchWork>("search")) {
    const made = await searchWork({ ...work, simulations: 50, searches: 2 }).output(3);
    expect(made).toEqual({ simulations: Int32Array.of(50, 50), visits: Int32Array.of(49, 49) });
  }
});

// First player's wins less losses: 0.585 - 0.288, 0.4117 - 0.3659, 0.554 - 0.443, and 0.092 - 0.086 for White.
it("plays random games that the first player wins as often as in other programs", async () => {
  const expected: Readonly<Record<string, number>> = {
    ...{ tic_tac_toe: 0.297, ultimate_tic_tac_toe: 0.046, connect_four: 0.111, chess: 0.006 },
  };
  for (const work of ofTask<PlayoutWork>("playout")) {
    const { first } = await playoutWork({ ...work, games: work.game === "chess" ? 400 : 4000 }).output(0);
    expect(Math.abs(first![0]! - expected[work.game]!), work.game).toBeLessThan(work.game === "chess" ? 0.11 : 0.08);
  }
});

it("counts the nodes of chess that everybody counts", async () => {
  expect(await perftWork({ task: "perft", depth: 4 }).output(0)).toEqual({ nodes: Int32Array.of(197_281) });
});

it("draws boards of every length, and encodes them without loss", async () => {
  for (const game of ["ultimate_tic_tac_toe", "chess"] as const) {
    const work = { task: "draw", game, size: 90, boards: 8, bar: 1 } as const;
    await writeBoards({ folder, large: false, progress: () => ({ update() {}, finish() {} }) }, work);
    const drawn = await pictureWork(folder, work);
    const encoded = await pictureWork(folder, { ...work, task: "draw and encode" });
    const made = await Promise.all([0, 7].map((call) => drawn.output(call)));
    for (const [index, call] of [0, 7].entries()) {
      expect(made[index]!.pixels).toHaveLength(8 * 3 * 90 * 90);
      checkEqual(made[index]!, await encoded.output(call), { name: game, rival: "ours, encoded" });
    }
    expect(made[0]!.pixels!.some((level, at) => level !== made[1]!.pixels![at])).toBe(true);
  }
});

it("names the game that threads of self-play are given", async () => {
  expect((await import("./self-play-game.js")).default).toBe(ultimateTicTacToe);
});
