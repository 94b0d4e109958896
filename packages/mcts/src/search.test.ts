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

  it("shares its visits as OpenSpiel does", () => {
    // OpenSpiel's MCTSBot, 1000 simulations, c = 2√2, solve = false: centre 0.203, corners 0.118, edges 0.081 of the
    // visits; standard deviation 0.037 a search at most, so that the mean of 100 searches is within 0.012.
    const shares = new Float64Array(9);
    for (let seed = 0; seed < 100; seed++) {
      const options = { simulations: 1000, seed, explorationConstant: 2 * Math.SQRT2, solve: false };
      for (const { action, visits } of search(ticTacToe, ticTacToe.start(), options).actions) {
        shares[action]! += visits / 999 / 100;
      }
    }
    const expected = [0.118, 0.081, 0.118, 0.081, 0.203, 0.081, 0.118, 0.081, 0.118];
    for (const [action, share] of expected.entries()) expect(Math.abs(shares[action]! - share)).toBeLessThan(0.012);
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

  it("plays better with more simulations", () => {
    const game = ultimateTicTacToe;
    let score = 0;
    for (let number = 0; number < 8; number++) {
      const strong = searchPlayer(game, { simulations: 200, seed: number });
      const weak = searchPlayer(game, { simulations: 10, seed: number });
      let state = game.start();
      while (game.result(state) === null) {
        state = game.play(state, (game.turn(state) === number % 2 ? strong : weak)(state));
      }
      score += game.result(state)![number % 2]!;
    }
    expect(score).toBeGreaterThanOrEqual(4);
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
