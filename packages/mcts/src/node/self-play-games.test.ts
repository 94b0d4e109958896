import { selfPlay } from "@vlm/mcts";
import { gameSeed, type SelfPlayGamesOptions, selfPlayGames } from "@vlm/mcts/node";
import type { Game } from "@vlm/types";
import { describe, expect, it } from "vitest";

const nim = new URL("../../fixtures/node/nim.js", import.meta.url);

interface Nim {
  readonly left: number;
  readonly player: 0 | 1;
}

async function play(options: Partial<SelfPlayGamesOptions> = {}, module = nim) {
  const found = [];
  const settings = { games: 12, workers: 0, simulations: 40, epsilon: 0.2, seed: 5, ...options };
  for await (const moves of selfPlayGames<Nim, number>(module, settings)) found.push(moves);
  return found;
}

describe("selfPlayGames", () => {
  it("gives the same games for any number of workers, of a game of the user's own", async () => {
    const here = await play();
    expect(here.map((moves) => moves[0]!.game)).toEqual(Array.from({ length: 12 }, (_, game) => game));
    for (const workers of [1, 2, 4]) expect(await play({ workers })).toEqual(here);
  });

  it("makes game k of the seed and k alone", async () => {
    const all = await play();
    expect(await play({ from: 7 })).toEqual(all.slice(7));
    expect(await play({ games: 20 }).then((more) => more.slice(0, 12))).toEqual(all);
    expect(await play({ seed: 6 })).not.toEqual(all);
    expect(new Set(all.map((moves) => JSON.stringify(moves.map(({ search }) => search)))).size).toBe(12);
  });

  it("plays as selfPlay does with the seed of the game", async () => {
    const { default: game } = (await import(nim.href)) as { default: Game<Nim, number> };
    const third = selfPlay(game, { games: 1, simulations: 40, epsilon: 0.2, seed: gameSeed(5, 3) });
    expect((await play())[3]).toEqual([...third].map((move) => ({ ...move, game: 3 })));
  });

  it("yields whole games, move by move", async () => {
    for (const moves of await play()) {
      expect(moves.map(({ ply }) => ply)).toEqual(moves.map((_, ply) => ply));
      expect(moves[0]!.state.left).toBe(15);
      const taken = moves.map(({ played }) => played).reduce((sum, count) => sum + count);
      expect(taken).toBe(15);
    }
  });

  it.each([0, 2])("refuses options and modules before the first game (%i workers)", async (workers) => {
    await expect(play({ workers, simulations: 0 })).rejects.toThrow("mcts.selfPlay: simulations is 0; expected");
    await expect(play({ workers, epsilon: 2 })).rejects.toThrow("mcts.selfPlay: epsilon is 2; expected");
    const none = new URL("../../fixtures/node/no-default.js", import.meta.url);
    await expect(play({ workers }, none)).rejects.toThrow(
      `mcts.selfPlayGames: ${none.href} exports nim, and as default undefined; expected a Game as default export. Add one.`,
    );
  });
});

describe("gameSeed", () => {
  it("is a safe integer that no other game of the run has", () => {
    const seeds = Array.from({ length: 20_000 }, (_, game) => gameSeed(7, game));
    expect(seeds.every(Number.isSafeInteger)).toBe(true);
    expect(new Set(seeds).size).toBe(20_000);
    expect(gameSeed(8, 3)).not.toBe(gameSeed(7, 3));
  });
});
