import { ticTacToe as game, type TicTacToeState } from "@vlm/games";
import type { Game } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { randomPlayer } from "./player.js";
import { search } from "./search.js";

const after = (...actions: number[]): TicTacToeState =>
  actions.reduce((state, action) => game.play(state, action), game.start());

/** The return of best play for the player to move, by looking at everything. */
function solution(state: TicTacToeState): number {
  const player = game.turn(state);
  const values = game.actions(state).map((action) => {
    const next = game.play(state, action);
    return game.result(next)?.[player] ?? 0 - solution(next);
  });
  return Math.max(...values);
}

describe("the solver", () => {
  // The first three from OpenSpiel's mcts_test.
  it("proves a draw", () => {
    const found = search(game, after(4, 0, 8), { simulations: 10_000 });
    expect(found.value).toBe(0);
    expect([2, 6]).toContain(found.best);
    expect(found.simulations).toBeLessThan(10_000);
  });

  it("proves a loss", () => {
    const found = search(game, after(4, 0, 8, 1, 2), { simulations: 10_000 });
    expect(found.value).toBe(-1);
    expect(found.actions.map(({ proven }) => proven)).toEqual(found.actions.map(() => -1));
    expect(found.simulations).toBeLessThan(1000);
  });

  it("proves a win", () => {
    const found = search(game, after(1, 8), { simulations: 10_000 });
    expect(found.value).toBe(1);
    expect(found.actions.find(({ action }) => action === found.best)!.proven).toBe(1);
    expect(found.simulations).toBeLessThan(10_000);
  });

  it("proves nothing false", () => {
    for (let seed = 0; seed < 40; seed++) {
      const play = randomPlayer(game, seed);
      let state = after(play(game.start()));
      while (game.result(state) === null) {
        const player = game.turn(state);
        const found = search(game, state, { simulations: 400, seed });
        for (const { action, proven } of found.actions) {
          const next = game.play(state, action);
          if (proven !== null) expect(proven).toBe(game.result(next)?.[player] ?? 0 - solution(next));
        }
        if (found.actions.every(({ proven }) => proven !== null)) expect(found.value).toBe(solution(state));
        state = game.play(state, play(state));
      }
    }
  });

  it("proves the value of every unfinished position", () => {
    const values = new Map<string, number>();
    const states = new Map<string, TicTacToeState>();
    const solve = (state: TicTacToeState): number => {
      const key = state.cells.join("");
      const known = values.get(key);
      if (known !== undefined) return known;
      const player = game.turn(state);
      const value = Math.max(
        ...game.actions(state).map((action) => {
          const next = game.play(state, action);
          return game.result(next)?.[player] ?? 0 - solve(next);
        }),
      );
      values.set(key, value);
      states.set(key, state);
      return value;
    };
    solve(game.start());
    expect(states.size).toBe(4520);
    let seed = 0;
    for (const [key, state] of states) {
      const found = search(game, state, { simulations: 100_000, seed: seed++ });
      expect(found.proven).toBe(values.get(key));
      expect(found.value).toBe(found.proven);
      expect(found.actions.find(({ action }) => action === found.best)!.proven).toBe(found.proven);
    }
  });

  it("does not revisit what is proven: the empty board falls in half the simulations", () => {
    for (let seed = 0; seed < 5; seed++) {
      const { proven, simulations } = search(game, game.start(), { simulations: 100_000, seed });
      expect(proven).toBe(0);
      expect(simulations).toBeLessThan(60_000);
    }
    // A tree has no more leaves than nodes, and each is visited once.
    const { nodes, simulations } = search(game, game.start(), { simulations: 100_000 });
    expect(simulations).toBeLessThan(nodes);
  });

  it("prefers a proven draw to what looks worse, however often that was visited", () => {
    // A player's first action draws at once; the others go on, and lose by chance two times in three.
    const gamble: Game<readonly number[], number> = {
      name: "gamble",
      players: 2,
      start: () => [],
      turn: (taken) => taken.length % 2,
      actions: (taken) => (gamble.result(taken) ? [] : [0, 1, 2]),
      play: (taken, action) => [...taken, action],
      result(taken) {
        if (taken[0] === 0) return [0, 0];
        if (taken.length < 12) return null;
        const sum = taken.reduce((a, b) => a + b);
        return sum % 3 === 0 ? [1, -1] : [-1, 1];
      },
      write: String,
      read: () => null,
    };
    for (let seed = 0; seed < 10; seed++) {
      const found = search(gamble, gamble.start(), { simulations: 2000, seed });
      expect(found.proven).toBeNull();
      expect(found.best).toBe(0);
      expect(found.actions[0]!.proven).toBe(0);
      expect(found.actions[0]!.visits).toBe(1);
      // What can be had for sure counts above, though hardly any simulation ended there.
      expect(found.value).toBeGreaterThan(-0.1);
      expect(found.actions[1]!.value).toBeLessThan(0);
    }
  });

  it("proves by each player's own return where there are three, and chooses the best of what is known", () => {
    // Whoever moves may end the game with half a win, or pass; the last who passes takes all or loses all by the code.
    const pass: Game<readonly number[], number> = {
      name: "pass",
      players: 3,
      start: () => [],
      turn: (taken) => taken.length,
      actions: (taken) => (pass.result(taken) ? [] : [0, 1]),
      play: (taken, action) => [...taken, action],
      result(taken) {
        const ender = taken.indexOf(0);
        if (ender >= 0) return [0, 1, 2].map((player) => (player === ender ? 0.5 : -0.25));
        return taken.length === 3 ? [1, -1, 0.25] : null;
      },
      write: String,
      read: () => null,
    };
    // The third takes its half rather than a quarter, so the second ends before it, so the first does.
    expect(search(pass, []).actions.map(({ proven }) => proven)).toEqual([0.5, -0.25]);
    expect(search(pass, [])).toMatchObject({ best: 0, proven: 0.5, value: 0.5 });
    expect(search(pass, [1]).actions.map(({ proven }) => proven)).toEqual([0.5, -0.25]);
    expect(search(pass, [1, 1])).toMatchObject({ best: 0, proven: 0.5, principalVariation: [0] });
  });

  it("ends a search at once where the only reply is known", () => {
    const found = search(game, after(0, 3, 1, 4), { simulations: 1000 });
    expect(found.value).toBe(1);
    expect(found.best).toBe(2);
    expect(found.simulations).toBeLessThan(10);
  });

  it("stays away from proven losses", () => {
    // o must stop row 0; everything else loses at once and is hardly looked at again.
    const found = search(game, after(0, 4, 1), { simulations: 500 });
    expect(found.best).toBe(2);
    for (const { action, proven, visits } of found.actions) {
      if (action === 2) continue;
      expect(proven).toBe(-1);
      expect(visits).toBeLessThan(40);
    }
  });

  it("is off on request: then every simulation is made", () => {
    expect(search(game, after(0, 3, 1, 4), { simulations: 100, solve: false }).simulations).toBe(100);
  });
});
