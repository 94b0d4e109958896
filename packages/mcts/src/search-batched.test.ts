import { type ConnectFourState, connectFour, type TicTacToeState, ticTacToe } from "@vlm/games";
import type { Game } from "@vlm/types";
import { describe, expect, it } from "vitest";
import type { Evaluation } from "./evaluator.js";
import { search } from "./search.js";
import { searchAsync, searchBatched } from "./search-batched.js";
import { Searcher } from "./searcher.js";

/** A model of a kind: its opinion depends on the position alone. */
function model(state: ConnectFourState): Evaluation {
  const legal = connectFour.actions(state);
  const seen = Array.from(JSON.stringify(Object.values(state))).reduce((h, c) => (31 * h + c.charCodeAt(0)) | 0, 7);
  const value = (seen % 997) / 997;
  return { values: [value, 0 - value], priors: legal.map((action) => 1 + ((seen >>> action) & 7)) };
}

const later = async (states: readonly ConnectFourState[]): Promise<readonly Evaluation[]> => {
  await Promise.resolve();
  return states.map(model);
};

const total = (actions: readonly { visits: number }[]): number => actions.reduce((sum, { visits }) => sum + visits, 0);

describe("searchAsync and searchBatched", () => {
  it("find with one leaf a round what search finds, to the bit", async () => {
    for (const selection of ["puct", "uct"] as const) {
      for (const seed of [1, 2]) {
        const options = { simulations: 300, seed, selection, explorationConstant: 1 };
        const opinion = (state: ConnectFourState) =>
          selection === "puct" ? model(state) : { values: model(state).values };
        const found = search(connectFour, connectFour.start(), { ...options, evaluator: opinion });
        const evaluator = async (states: readonly ConnectFourState[]) => states.map(opinion);
        expect(await searchAsync(connectFour, connectFour.start(), { ...options, evaluator })).toEqual(found);
      }
    }
  });

  it("search many positions as if each were alone, with one call a round", async () => {
    const states = [[], [3], [3, 3, 2], [0, 1, 2]].map((actions) =>
      actions.reduce(connectFour.play, connectFour.start()),
    );
    const options = { selection: "puct" } as const;
    const batches: number[] = [];
    const searchers = states.map((state, seed) => new Searcher(connectFour, state, { ...options, seed }));
    const found = await searchBatched(searchers, {
      simulations: 100,
      evaluator: (asked) => {
        batches.push(asked.length);
        return later(asked);
      },
    });
    for (const [seed, state] of states.entries()) {
      expect(found[seed]).toEqual(search(connectFour, state, { ...options, seed, simulations: 100, evaluator: model }));
    }
    expect(batches[0]).toBe(4);
    expect(batches.length).toBeLessThanOrEqual(100);
    expect(batches.reduce((a, b) => a + b)).toBeGreaterThan(300);
  });

  it("evaluate several leaves of a search at once", async () => {
    const sizes: number[] = [];
    const found = await searchAsync(connectFour, connectFour.start(), {
      simulations: 400,
      leaves: 8,
      selection: "puct",
      evaluator: (states) => {
        sizes.push(states.length);
        expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(states.length);
        return later(states);
      },
    });
    expect(found.simulations).toBe(400);
    expect(total(found.actions)).toBe(399);
    // The position itself comes first, alone.
    expect(sizes[0]).toBe(1);
    expect(Math.max(...sizes)).toBe(8);
    expect(sizes.length).toBeLessThan(150);
    // Values are means of what was said, with no virtual loss left behind.
    const fresh = new Searcher(connectFour, connectFour.start(), { selection: "puct" });
    const [again] = await searchBatched([fresh], { simulations: 400, leaves: 8, evaluator: later });
    expect(again!.actions).toEqual(found.actions);
    const sum = found.actions.reduce((mean, { visits, value }) => mean + visits * value, 0);
    expect(found.value * 400).toBeCloseTo(sum + model(connectFour.start()).values[0]!, 9);
  });

  it("solve with leaves under way", async () => {
    const state = [4, 0, 8].reduce(ticTacToe.play, ticTacToe.start());
    const evaluator = async (states: readonly TicTacToeState[]) => states.map(() => [0, 0]);
    for (const leaves of [1, 3, 16]) {
      const found = await searchAsync(ticTacToe, state, { simulations: 5000, leaves, evaluator });
      expect(found.proven).toBe(0);
      expect([2, 6]).toContain(found.best);
      expect(total(found.actions)).toBe(found.simulations - 1);
    }
  });

  it("go on from move to move", async () => {
    const searcher = new Searcher(connectFour, connectFour.start(), { selection: "puct" });
    const [first] = await searchBatched([searcher], { simulations: 200, evaluator: later });
    searcher.advance(first!.best);
    const [second] = await searchBatched([searcher], { simulations: 100, evaluator: later });
    expect(second!.reused).toBeGreaterThan(20);
    expect(total(second!.actions)).toBe(second!.reused + 99);
  });

  it("stop when the time is over", async () => {
    const began = performance.now();
    const found = await searchAsync(connectFour, connectFour.start(), {
      timeMs: 60,
      selection: "puct",
      evaluator: async (states) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return states.map(model);
      },
    });
    expect(performance.now() - began).toBeGreaterThanOrEqual(55);
    expect(found.simulations).toBeGreaterThan(0);
    expect(found.simulations).toBeLessThan(40);
  });

  it("stand where they stood when the evaluator fails", async () => {
    const searcher = new Searcher(connectFour, connectFour.start(), { seed: 4 });
    const values = async (states: readonly ConnectFourState[]) =>
      states.map((state) => model(state).values as number[]);
    await searchBatched([searcher], { simulations: 40, evaluator: values });
    const before = searcher.report();
    const broken = new Error("out of memory");
    const failing = () => Promise.reject(broken);
    await expect(searchBatched([searcher], { simulations: 40, leaves: 6, evaluator: failing })).rejects.toBe(broken);
    const after = searcher.report();
    expect(after.actions).toEqual(before.actions);
    expect(after.value).toBe(before.value);
    // And can go on.
    const [found] = await searchBatched([searcher], { simulations: 60, leaves: 6, evaluator: values });
    expect(total(found!.actions)).toBe(99);
  });

  it("throw on what they cannot use", async () => {
    const start = connectFour.start();
    await expect(searchAsync(connectFour, start, { evaluator: later, leaves: 0 })).rejects.toThrow(
      "mcts.searchBatched: leaves is 0; expected a whole number, at least 1. Give leaves: 1 or more.",
    );
    await expect(searchAsync(connectFour, start, { evaluator: later, simulations: 0 })).rejects.toThrow(
      "mcts.searchBatched: simulations is 0;",
    );
    await expect(searchAsync(connectFour, start, { evaluator: () => [], selection: "puct" })).rejects.toThrow(
      "mcts.searchBatched: the evaluator gives 0 evaluations for 1 states; expected one each, in their order. Leave none out.",
    );
  });
});

describe("ask and tell", () => {
  it("are what searchBatched is made of", () => {
    const searcher = new Searcher(connectFour, connectFour.start(), { selection: "puct", seed: 5 });
    while (searcher.simulations < 150) searcher.tell(searcher.ask(1).map(model));
    expect(searcher.report()).toEqual(
      search(connectFour, connectFour.start(), { selection: "puct", seed: 5, simulations: 150, evaluator: model }),
    );
  });

  it("leave alone what was proven while its leaves were evaluated", () => {
    let proofs = 0;
    for (let seed = 0; seed < 20; seed++) {
      const state = [0, 4, 8].reduce(ticTacToe.play, ticTacToe.start());
      const searcher = new Searcher(ticTacToe, state, { seed });
      while (!searcher.solved) {
        const before = searcher.report().actions;
        searcher.tell(searcher.ask(12).map(() => [0, 0]));
        for (const [index, { visits, proven }] of searcher.report().actions.entries()) {
          if (before[index]!.proven === null) continue;
          proofs++;
          expect(proven).toBe(before[index]!.proven);
          expect(visits).toBe(before[index]!.visits);
        }
      }
    }
    expect(proofs).toBeGreaterThan(100);
  });

  it("count a leaf under way as lost, so that the next one is looked for elsewhere", () => {
    // One player, who never stops choosing: what begins with 0 is worth a little more. Nothing is explored.
    const game: Game<string, number> = {
      name: "taste",
      players: 1,
      start: () => "",
      turn: () => 0,
      actions: () => [0, 1],
      play: (path, action) => path + action,
      result: () => null,
      write: String,
      read: () => null,
    };
    const searcher = new Searcher(game, "", { explorationConstant: 0 });
    const worth = (path: string): number[] => [path.startsWith("0") ? 0.1 : 0];
    for (let made = 0; made < 3; made++) searcher.tell(searcher.ask().map(worth));
    expect(searcher.ask(2).map((path) => path[0])).toEqual(["0", "1"]);
    searcher.forget();
    // Given up, it is as good as before.
    expect(searcher.ask(1)[0]).toMatch(/^0/);
  });

  it("try first what was given up, as if it had never been asked for", () => {
    for (const give of ["up", "error"]) {
      const searcher = new Searcher(connectFour, connectFour.start(), { seed: 8, evaluator: () => [0, 0] });
      searcher.search({ simulations: 1 });
      expect(new Set(searcher.ask(5)).size).toBe(5);
      if (give === "error") expect(() => searcher.tell([[0, 0], [1], [0, 0], [0, 0], [0, 0]])).toThrow("1 values");
      searcher.forget();
      const missing = give === "error" ? 6 : 7;
      const { actions } = searcher.search({ simulations: missing });
      expect(actions.map(({ visits }) => visits)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    }
    // So it is where a search's own evaluator fails.
    let calls = 0;
    const evaluator = (): number[] => {
      if (++calls === 3) throw new Error("busy");
      return [0, 0];
    };
    const searcher = new Searcher(connectFour, connectFour.start(), { evaluator });
    expect(() => searcher.search({ simulations: 8 })).toThrow("busy");
    const { actions } = searcher.search({ simulations: 6 });
    expect(actions.map(({ visits }) => visits)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("do not mix with other work", () => {
    const searcher = new Searcher(connectFour, connectFour.start(), { selection: "puct" });
    expect(searcher.ask(4)).toHaveLength(1);
    expect(() => searcher.search()).toThrow("mcts.Searcher.search: 1 asked for and not yet told;");
    expect(() => searcher.report()).toThrow(
      "mcts.Searcher.report: 1 asked for and not yet told; expected no leaf under way. Call tell or forget first.",
    );
    expect(() => searcher.advance(3)).toThrow("mcts.Searcher.advance: 1 asked for");
    expect(() => searcher.ask()).toThrow("mcts.Searcher.ask: 1 asked for");
    expect(() => searcher.tell([])).toThrow(
      "mcts.Searcher.tell: 0 evaluations, and 1 asked for; expected one a leaf, in the order of ask. Give all at once.",
    );
    searcher.forget();
    expect(searcher.report().simulations).toBe(0);
    expect(() => searcher.ask(0)).toThrow("mcts.Searcher.ask: count is 0;");
  });
});
