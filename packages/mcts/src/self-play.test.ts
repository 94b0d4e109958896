import { type TicTacToeState, ticTacToe, ultimateTicTacToe } from "@vlm/games";
import { describe, expect, it } from "vitest";
import { randomPlayer } from "./player.js";
import { selfPlay } from "./self-play.js";

describe("selfPlay", () => {
  it("draws tic-tac-toe at 1,000 simulations", () => {
    const results: number[] = [];
    for (const { state, played } of selfPlay(ticTacToe, { games: 50, simulations: 1000, epsilon: 0 })) {
      const result = ticTacToe.result(ticTacToe.play(state, played));
      if (result !== null) results.push(result[0]!);
    }
    expect(results).toEqual(Array.from({ length: 50 }, () => 0));
  });

  it("yields whole games, move by move", () => {
    let expected = ultimateTicTacToe.start();
    let previous = { game: -1, ply: 0 };
    const games = new Set<number>();
    for (const move of selfPlay(ultimateTicTacToe, { games: 2, simulations: 20 })) {
      const starts = move.game !== previous.game;
      if (starts) expected = ultimateTicTacToe.start();
      expect(move.ply).toBe(starts ? 0 : previous.ply + 1);
      expect(move.state).toEqual(expected);
      expected = ultimateTicTacToe.play(move.state, move.played);
      previous = move;
      games.add(move.game);
    }
    expect(ultimateTicTacToe.result(expected)).not.toBeNull();
    expect([...games]).toEqual([0, 1]);
  });

  it("makes game k of the seed and k alone", () => {
    const third = (games: number, seed = 4) =>
      [...selfPlay(ticTacToe, { games, simulations: 30, seed })].filter(({ game }) => game === 2);
    expect(third(3)).toEqual(third(5));
    expect(third(3)).not.toEqual(third(3, 5));
    const played = (number: number) =>
      [...selfPlay(ticTacToe, { games: 5, simulations: 30 })]
        .filter(({ game }) => game === number)
        .map(({ search }) => search);
    expect(played(0)).not.toEqual(played(1));
  });

  it("computes nothing before it is asked", () => {
    let asked = 0;
    const evaluator = (): readonly number[] => {
      asked++;
      return [0, 0];
    };
    const moves = selfPlay(ticTacToe, { games: 1000, simulations: 10, evaluator });
    expect(asked).toBe(0);
    moves.next();
    expect(asked).toBe(10);
  });

  it("plays a random action with probability epsilon", () => {
    let firsts = 0;
    let strays = 0;
    for (const { ply, search, played } of selfPlay(ticTacToe, { games: 600, simulations: 10, epsilon: 0.5, seed: 1 })) {
      if (ply > 0) continue;
      firsts++;
      if (played !== search.best) strays++;
    }
    // A ninth of the random actions is the best one all the same. Four standard deviations are 0.081.
    expect(Math.abs(strays / firsts - (0.5 * 8) / 9)).toBeLessThan(0.081);
    for (const { search, played } of selfPlay(ticTacToe, { games: 20, simulations: 10, epsilon: 0 })) {
      expect(played).toBe(search.best);
    }
  });

  it("lets opponents play, and searches their positions too", () => {
    const first = (state: TicTacToeState): number => ticTacToe.actions(state)[0]!;
    let oPlies = 0;
    for (const { state, search, played } of selfPlay(ticTacToe, {
      games: 10,
      simulations: 50,
      epsilon: 0,
      opponents: [null, first],
    })) {
      expect(search.actions.length).toBe(ticTacToe.actions(state).length);
      if (ticTacToe.turn(state) === 1) {
        oPlies++;
        expect(played).toBe(first(state));
      } else {
        expect(played).toBe(search.best);
      }
    }
    expect(oPlies).toBeGreaterThan(10);
  });

  it("beats a random player", () => {
    let score = 0;
    for (const { state, played } of selfPlay(ticTacToe, {
      games: 30,
      simulations: 200,
      epsilon: 0,
      opponents: [null, randomPlayer(ticTacToe, 2)],
    })) {
      score += ticTacToe.result(ticTacToe.play(state, played))?.[0] ?? 0;
    }
    expect(score).toBeGreaterThan(22);
  });

  it("throws at the call", () => {
    expect(() => selfPlay(ticTacToe, { games: -1 })).toThrow(
      "mcts.selfPlay: games is -1; expected a whole number, at least 0. Give games: 0 or more.",
    );
    expect(() => selfPlay(ticTacToe, { games: 1, epsilon: 1.1 })).toThrow(
      "mcts.selfPlay: epsilon is 1.1; expected a probability. Give a number from 0 to 1, such as 0.1.",
    );
    expect(() => selfPlay(ticTacToe, { games: 1, simulations: 0 })).toThrow("mcts.selfPlay: simulations is 0;");
    expect(() => selfPlay(ticTacToe, { games: 1, opponents: [null, null, null] })).toThrow(
      "mcts.selfPlay: 3 opponents for 2 seats of tic_tac_toe; expected one a seat at most. Drop some.",
    );
  });
});
