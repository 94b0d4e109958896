import { PerformanceObserver } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { connectFour, ticTacToe, ultimateTicTacToe } from "@vlm/games";
import type { Game } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { Searcher } from "./searcher.js";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

describe("a simulation on a position", () => {
  it.each([ticTacToe, ultimateTicTacToe, connectFour] as Game<unknown, number>[])(
    "allocates nothing once the tree has its room: $name",
    async (game) => {
      // Only Tic-Tac-Toe could be solved meanwhile, which would end its simulations; the tree is full before they are counted.
      const searcher = new Searcher(game, game.start(), { solve: game !== ticTacToe, maxNodes: 60_000 });
      for (let round = 0; round < 4; round++) searcher.search({ simulations: 50_000 });
      let collections = 0;
      const observer = new PerformanceObserver((list) => {
        collections += list.getEntries().length;
      });
      collect();
      observer.observe({ entryTypes: ["gc"] });
      const before = process.memoryUsage().heapUsed;
      searcher.search({ simulations: 100_000 });
      const grown = process.memoryUsage().heapUsed - before;
      await new Promise((resolve) => setTimeout(resolve));
      observer.disconnect();
      expect(collections).toBe(0);
      // One boxed number a simulation would be 1.6 MB. The report and V8's own work are what is left.
      expect(grown).toBeLessThan(400_000);
    },
  );
});
