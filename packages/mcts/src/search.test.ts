import { ticTacToe, type UltimateState, ultimateTicTacToe } from "@vlm/games";
import type { Game } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { type Player, randomPlayer, searchPlayer } from "./player.js";
import { search } from "./search.js";

function after<State>(game: Game<State, number>, ...actions: number[]): State {
  return actions.reduce((state, action) => game.play(state, action), game.start());
}

/** Whether the player to move can win at once. */
function canWin<State>(game: Game<State, number>, state: State): boolean {
  const player = game.turn(state);
  return game.actions(state).some((action) => game.result(game.play(state, action))?.[player] === 1);
}

describe("search", () => {
  it.each([1, 2, 10, 500])(
    "gives one of %i simulations to the position and the others to its actions",
    (simulations) => {
      for (const solve of [true, false]) {
        const found = search(ultimateTicTacToe, ultimateTicTacToe.start(), { simulations, solve });
        expect(found.simulations).toBe(simulations);
        expect(found.actions.reduce((sum, { visits }) => sum + visits, 0)).toBe(simulations - 1);
        expect(found.actions.map(({ action }) => action)).toEqual(ultimateTicTacToe.actions(ultimateTicTacToe.start()));
      }
    },
  );

  it("makes the position's mean of its actions' means and the first game", () => {
    for (let seed = 0; seed < 20; seed++) {
      const found = search(ticTacToe, after(ticTacToe, 4), { simulations: 300, seed, solve: false });
      const rest = found.actions.reduce((sum, { visits, value }) => sum + visits * value, 0);
      const first = found.value * 300 - rest;
      expect([-1, 0, 1].some((value) => Math.abs(first - value) < 1e-9)).toBe(true);
    }
  });

  it("is decided by its seed", () => {
    const state = after(ultimateTicTacToe, 40);
    const seeded = (seed: number) => search(ultimateTicTacToe, state, { simulations: 200, seed });
    expect(seeded(5)).toEqual(seeded(5));
    expect(seeded(5).actions).not.toEqual(seeded(6).actions);
  });

  it("draws among equals, also where nothing was visited", () => {
    const bests = Array.from(
      { length: 60 },
      (_, seed) => search(ticTacToe, ticTacToe.start(), { simulations: 1, seed }).best,
    );
    expect(new Set(bests).size).toBe(9);
  });

  it("wins at once where it can", () => {
    // x to move on board 2, where cell 7 or 8 wins the game.
    const moves =
      "80 05 56 61 14 44 41 18 85 55 57 77 74 40 07 72 23 30 04 42 20 06 62 25 52 26 67 75 58 82 24 46 64 84 73 38 87 78 86 63 37 81 16 68 88 22 21 12";
    const state = after(ultimateTicTacToe, ...moves.split(" ").map((move) => 9 * Number(move[0]) + Number(move[1])));
    for (const solve of [true, false]) {
      expect([25, 26]).toContain(search(ultimateTicTacToe, state, { simulations: 50, solve }).best);
    }
  });

  it("does not let the other player win at once where it can be helped", () => {
    const game = ultimateTicTacToe;
    let tried = 0;
    for (let seed = 0; tried < 10; seed++) {
      const play = randomPlayer(game, seed);
      let state = game.start();
      while (game.result(state) === null) {
        const holds = (action: number): boolean => {
          const next = game.play(state, action);
          return game.result(next) !== null || !canWin(game, next);
        };
        const holding = game.actions(state).filter(holds);
        if (!canWin(game, state) && holding.length === 1 && game.actions(state).length > 1) {
          tried++;
          expect(search(game, state, { simulations: 1000, seed }).best).toBe(holding[0]);
        }
        state = game.play(state, play(state));
      }
    }
  });

  it("asks the evaluator about every new unfinished leaf, and believes it", () => {
    let asked = 0;
    const centre = (state: { cells: Uint8Array }): readonly number[] => {
      asked++;
      return state.cells[4] === 1 ? [0.5, -0.5] : [-0.5, 0.5];
    };
    const found = search(ticTacToe, ticTacToe.start(), { simulations: 10, evaluator: centre });
    expect(asked).toBe(10);
    expect(found.best).toBe(4);
    expect(found.actions.map(({ value }) => value)).toEqual([-0.5, -0.5, -0.5, -0.5, 0.5, -0.5, -0.5, -0.5, -0.5]);
    expect(found.value).toBeCloseTo(-0.4, 12);
  });

  it("takes each player's own return where there are three", () => {
    // Each names a number. The first wants a 2, the others what was said before them.
    const game: Game<readonly number[], number> = {
      name: "follow",
      players: 3,
      start: () => [],
      turn: (said) => said.length,
      actions: (said) => (said.length === 3 ? [] : [0, 1, 2]),
      play: (said, number) => [...said, number],
      result(said) {
        if (said.length < 3) return null;
        const [first, second, third] = said as [number, number, number];
        return [first === 2 ? 1 : -1, second === first ? 1 : 0, third === second ? 0.5 : -0.5];
      },
      write: String,
      read: (text) => (/^[012]$/.test(text) ? Number(text) : null),
    };
    const path: number[] = [];
    let state = game.start();
    while (game.result(state) === null) {
      const { best, value } = search(game, state, { simulations: 200 });
      path.push(value);
      state = game.play(state, best);
    }
    expect(state).toEqual([2, 2, 2]);
    expect(path).toEqual([1, 1, 0.5]);
  });

  it("keeps apart what is reached by two ways, though the states are equal", () => {
    // The same cells after 0 1 2 and 2 1 0: both stand in the tree, and each says what it was told there.
    const told = new Map<string, number>();
    search(ticTacToe, ticTacToe.start(), {
      simulations: 3000,
      solve: false,
      evaluator(state) {
        const key = state.cells.join("");
        told.set(key, (told.get(key) ?? 0) + 1);
        return [0, 0];
      },
    });
    expect(Math.max(...told.values())).toBeGreaterThan(1);
    expect(Math.max(...told.values())).toBeLessThanOrEqual(6 * 6);
    // A game whose turn and worth depend on the way: equal boards, other players to move.
    const detour: Game<{ readonly at: number; readonly steps: number }, number> = {
      name: "detour",
      players: 2,
      start: () => ({ at: 0, steps: 0 }),
      turn: ({ steps }) => steps % 2,
      actions: ({ at }) => (at >= 4 ? [] : [1, 2]),
      play: ({ at, steps }, by) => ({ at: at + by, steps: steps + 1 }),
      // Who arrives at 4 or beyond wins; as in the game of taking away.
      result: ({ at, steps }) => (at < 4 ? null : steps % 2 === 1 ? [1, -1] : [-1, 1]),
      write: String,
      read: () => null,
    };
    for (let at = 0; at < 4; at++) {
      for (const steps of [0, 1]) {
        // With 3 to go the mover loses, else wins.
        expect(search(detour, { at, steps }).proven).toBe(4 - at === 3 ? -1 : 1);
      }
    }
  });

  it("tells the line it expects, by its own choices", () => {
    const state = after(ticTacToe, 0, 4, 8);
    const { best, principalVariation, proven } = search(ticTacToe, state, { simulations: 20_000 });
    expect(proven).toBe(0);
    expect(principalVariation[0]).toBe(best);
    let current = state;
    for (const action of principalVariation) current = ticTacToe.play(current, action);
    expect(ticTacToe.result(current)).toEqual([0, 0]);
    expect(search(ticTacToe, state, { simulations: 1 }).principalVariation).toHaveLength(1);
  });

  it("grows its tree as far as it may, and searches on", () => {
    const start = ultimateTicTacToe.start();
    const full = search(ultimateTicTacToe, start, { simulations: 3000, maxNodes: 500 });
    expect(full.nodes).toBeLessThanOrEqual(500);
    expect(full.nodes).toBeGreaterThan(400);
    expect(full.simulations).toBe(3000);
    expect(full.actions.reduce((sum, { visits }) => sum + visits, 0)).toBe(2999);
    const least = search(ultimateTicTacToe, start, { simulations: 3000, maxNodes: 82 });
    expect(least.nodes).toBe(82);
    expect(least.actions.every(({ visits }) => visits > 0)).toBe(true);
    // A tree that never fills is the tree without a bound.
    const options = { simulations: 500, seed: 2 };
    expect(search(ultimateTicTacToe, start, { ...options, maxNodes: 100_000 })).toEqual(
      search(ultimateTicTacToe, start, options),
    );
  });

  it("stops when the time is over, or the simulations are made, whichever is first", () => {
    const start = ultimateTicTacToe.start();
    for (let round = 0; round < 3; round++) {
      const began = performance.now();
      const { simulations } = search(ultimateTicTacToe, start, { timeMs: 50 });
      const took = performance.now() - began;
      expect(took).toBeGreaterThanOrEqual(50);
      // The machine may be busy with other things for long.
      expect(took).toBeLessThan(1000);
      expect(simulations).toBeGreaterThan(100);
    }
    expect(search(ultimateTicTacToe, start, { timeMs: 60_000, simulations: 100 }).simulations).toBe(100);
    // An evaluator that takes its time is not kept waiting for a count of simulations.
    const slow = (): number[] => {
      const began = performance.now();
      while (performance.now() - began < 4);
      return [0, 0];
    };
    expect(search(ultimateTicTacToe, start, { timeMs: 40, evaluator: slow }).simulations).toBeLessThan(30);
  });

  it("may be called by its own evaluator", () => {
    const start = ticTacToe.start();
    const inner = search(ticTacToe, start, { simulations: 50, seed: 9 });
    const found = search(ticTacToe, start, {
      simulations: 20,
      evaluator(_, random) {
        expect(search(ticTacToe, start, { simulations: 50, seed: 9 })).toEqual(inner);
        return [random(), 0];
      },
    });
    expect(found.actions.reduce((sum, { visits }) => sum + visits, 0)).toBe(19);
  });

  it("throws on an evaluator's answer that is none", () => {
    const start = ticTacToe.start();
    const asked = (evaluator: () => unknown, selection: "uct" | "puct" = "puct") =>
      expect(() => search(ticTacToe, start, { evaluator: evaluator as () => number[], selection, simulations: 30 }));
    asked(() => [1]).toThrow(
      "mcts: the evaluator gives 1 values for tic_tac_toe; expected 2, one return a player. Await promises with searchAsync.",
    );
    asked(async () => [0, 0]).toThrow("mcts: the evaluator gives a promise for tic_tac_toe; expected 2");
    asked(() => ({})).toThrow("mcts: the evaluator gives no values for tic_tac_toe;");
    asked(() => [0, Number.NaN]).toThrow(
      "mcts: the evaluator gives NaN for value 1; expected a finite number. Look at what it was given.",
    );
    asked(() => ({ values: [0, 0], priors: [1] })).toThrow(
      "mcts: the evaluator gives 1 priors for 9 actions; expected one an action, in the order of game.actions. Leave out illegal ones.",
    );
    asked(() => ({ values: [0, 0], priors: [0, 0, 0, 0, 0, 0, 0, 0, 0] })).toThrow(
      "mcts: the evaluator gives priors of sum 0, the least 0; expected probabilities. Take the softmax of logits first.",
    );
    asked(() => ({ values: [0, 0], priors: [2, -1, 1, 1, 1, 1, 1, 1, 1] })).toThrow("of sum 8, the least -1;");
    asked(() => ({ values: [0, 0], priors: [1, 1, 1, 1, 1, 1, 1, 1, Infinity] })).toThrow(
      "gives Infinity for prior 8;",
    );
    asked(() => ({ values: [0, 0], priors: [1, 1, 1, 1, 1, 1, 1, 1, 1] }), "uct").toThrow(
      'mcts: the evaluator gives priors, and selection "uct" takes none; expected values alone. Give selection: "puct".',
    );
    // What it throws comes out as it is.
    const broken = new Error("no memory");
    asked(() => {
      throw broken;
    }).toThrow(broken);
  });

  it("throws before it searches", () => {
    const start = ticTacToe.start();
    expect(() => search(ticTacToe, after(ticTacToe, 0, 3, 1, 4, 2))).toThrow(
      "mcts.search: the game is over, with returns [1, -1]; expected a position with legal actions. Ask game.result first.",
    );
    expect(() => search(ticTacToe, start, { simulations: 0 })).toThrow(
      "mcts.search: simulations is 0; expected a whole number, at least 1. Give simulations: 1 or more.",
    );
    expect(() => search(ticTacToe, start, { simulations: 1.5 })).toThrow("mcts.search: simulations is 1.5");
    expect(() => search(ticTacToe, start, { seed: 0.1 })).toThrow("mcts.search: seed is 0.1; expected a safe integer.");
    expect(() => search(ticTacToe, start, { explorationConstant: -1 })).toThrow(
      "mcts.search: explorationConstant is -1; expected a finite number, at least 0. √2 suits returns from -1 to 1.",
    );
    expect(() => search(ticTacToe, start, { timeMs: 0 })).toThrow(
      "mcts.search: timeMs is 0; expected a finite number of milliseconds above 0. Leave it out to search without a clock.",
    );
    expect(() => search(ticTacToe, start, { maxNodes: 1 })).toThrow("mcts.search: maxNodes is 1;");
    expect(() => search(ticTacToe, start, { maxNodes: 9 })).toThrow(
      "mcts.search: maxNodes is 9 for 9 actions; expected room for the position and each of them. Give maxNodes: 10 or more.",
    );
    expect(() => search(ticTacToe, start, { selection: "ucb" as "uct" })).toThrow(
      'mcts.search: selection is ucb; expected "uct" or "puct". Take "puct" for priors.',
    );
    expect(() => search(ticTacToe, start, { conventions: "openSpiel" as "openspiel" })).toThrow(
      'mcts.search: conventions is "openSpiel"; expected "openspiel" or single ones. Name the single ones: bareOutcomes, revisitProven, provenFirst.',
    );
    const noise = (alpha: number, fraction: number, selection: "uct" | "puct" = "puct") =>
      expect(() => search(ticTacToe, start, { rootNoise: { alpha, fraction }, selection }));
    noise(0, 0.25).toThrow(
      "mcts.search: rootNoise.alpha is 0; expected a finite number above 0. About 10 / actions is usual.",
    );
    noise(0.3, 1.5).toThrow("mcts.search: rootNoise.fraction is 1.5; expected a number from 0 to 1. 0.25 is usual.");
    noise(0.3, 0.25, "uct").toThrow(
      'mcts.search: rootNoise with selection "uct", which has no priors to mix it into. Give selection: "puct", or leave the noise out.',
    );
    const stuck: Game<number, number> = { ...ticTacToe, name: "stuck", actions: () => [] } as never;
    expect(() => search(stuck, start as never)).toThrow(
      "mcts.search: stuck has no action in a position that its result calls unfinished; expected one at least. Look at the game with checkGame of @vlm/games/testing.",
    );
  });
});

describe("searchPlayer and randomPlayer", () => {
  it("play by their seeds", () => {
    const state = ultimateTicTacToe.start();
    const choices = (play: Player<UltimateState, number>): number[] => Array.from({ length: 5 }, () => play(state));
    const searching = () => searchPlayer(ultimateTicTacToe, { simulations: 5, seed: 1 });
    expect(choices(searching())).toEqual(choices(searching()));
    expect(new Set(choices(searching())).size).toBeGreaterThan(1);
    expect(choices(randomPlayer(ultimateTicTacToe, 1))).toEqual(choices(randomPlayer(ultimateTicTacToe, 1)));
    expect(new Set(choices(randomPlayer(ultimateTicTacToe, 1))).size).toBeGreaterThan(1);
  });

  it("throw on what they cannot use", () => {
    expect(() => searchPlayer(ticTacToe, { simulations: 0 })).toThrow("mcts.searchPlayer: simulations is 0;");
    expect(() => randomPlayer(ticTacToe, 0.5)).toThrow("mcts.randomPlayer: seed is 0.5;");
    expect(() => randomPlayer(ticTacToe)(after(ticTacToe, 0, 3, 1, 4, 2))).toThrow(
      "mcts.randomPlayer: the game is over; expected a position with legal actions. Ask game.result first.",
    );
  });
});
