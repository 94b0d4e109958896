import { ticTacToe as game, type TicTacToeState } from "@vlm/games";
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
