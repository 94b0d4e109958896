import { ticTacToe, type UltimateState, ultimateTicTacToe } from "@vlm/games";
import type { Game } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { search } from "./search.js";
import { Searcher } from "./searcher.js";

const game = ultimateTicTacToe;
const total = (actions: readonly { visits: number }[]): number => actions.reduce((sum, { visits }) => sum + visits, 0);

describe("Searcher", () => {
  it("starts as search does, and goes on where it stopped", () => {
    const options = { simulations: 500, seed: 3 };
    const searcher = new Searcher(game, game.start(), options);
    expect(searcher.search()).toEqual(search(game, game.start(), options));
    const more = searcher.search({ simulations: 200 });
    expect(more.simulations).toBe(200);
    expect(more.reused).toBe(500);
    expect(total(more.actions)).toBe(699);
    expect(searcher.simulations).toBe(200);
  });

  it("keeps what it found below the action played, and drops the rest", () => {
    const searcher = new Searcher(game, game.start(), { simulations: 3000, seed: 1 });
    for (let move = 0; move < 12; move++) {
      const { best, actions, nodes, principalVariation } = searcher.search();
      expect(principalVariation[0]).toBe(best);
      const { visits } = actions.find(({ action }) => action === best)!;
      const before = searcher.state;
      searcher.advance(best);
      expect(searcher.state).toEqual(game.play(before, best));
      const kept = searcher.report();
      expect(kept.simulations).toBe(0);
      expect(kept.reused).toBe(visits);
      expect(total(kept.actions)).toBe(visits - 1);
      expect(kept.actions.map(({ action }) => action)).toEqual(game.actions(searcher.state));
      expect(kept.nodes).toBeLessThan(nodes);
      expect(kept.principalVariation[0]).toBe(kept.best);
      // The same tree says the same of the line to come.
      if (principalVariation.length > 2) expect(kept.principalVariation).toContain(principalVariation[1]);
    }
  });

  it("keeps each action's visits, mean and prior through a move", () => {
    // Nothing is random: a value for the player to move, and priors that are all different.
    const evaluator = (state: UltimateState) => {
      const legal = game.actions(state);
      const value = Math.sin(legal.length + legal[0]!) / 2;
      const values = game.turn(state) === 0 ? [value, 0 - value] : [0 - value, value];
      return { values, priors: legal.map((action) => 1 + Math.abs(Math.sin(action))) };
    };
    const options = { evaluator, selection: "puct", solve: false } as const;
    const searcher = new Searcher(game, game.start(), { ...options, simulations: 2000 });
    const { best, actions } = searcher.search();
    const { visits } = actions.find(({ action }) => action === best)!;
    searcher.advance(best);
    const below = searcher.report();
    // Below an action, PUCT chooses by what is below it: a search of its own of as many visits is the same.
    const alone = search(game, searcher.state, { ...options, simulations: visits });
    expect(below.actions).toEqual(alone.actions);
    expect(below.principalVariation).toEqual(alone.principalVariation);
    expect(below.nodes).toBe(alone.nodes);
    // And goes on alike.
    const longer = search(game, searcher.state, { ...options, simulations: visits + 500 });
    expect(searcher.search({ simulations: 500 }).actions).toEqual(longer.actions);
  });

  it("keeps proofs, and finds nothing left to search where all is known", () => {
    const searcher = new Searcher(ticTacToe, [4, 0, 8].reduce(ticTacToe.play, ticTacToe.start()), {
      simulations: 10_000,
    });
    const { best, proven } = searcher.search();
    expect(proven).toBe(0);
    expect(searcher.solved).toBe(true);
    searcher.advance(best);
    const next = searcher.search();
    expect(next.proven).toBe(0);
    if (searcher.solved) expect(next.simulations + next.reused).toBeGreaterThan(0);
    for (let state = searcher.state; ticTacToe.result(state) === null; state = searcher.state) {
      const found = searcher.search();
      expect(found.proven).toBe(0);
      searcher.advance(found.best);
    }
    expect(ticTacToe.result(searcher.state)).toEqual([0, 0]);
  });

  it("keeps what a player has for sure in the value of the new position", () => {
    // After a forced move, the second may draw at once, or go on and lose two times in three.
    const gamble: Game<readonly number[], number> = {
      name: "gamble",
      players: 2,
      start: () => [],
      turn: (taken) => taken.length % 2,
      actions: (taken) => (gamble.result(taken) ? [] : taken.length === 0 ? [0] : [0, 1, 2]),
      play: (taken, action) => [...taken, action],
      result(taken) {
        if (taken[1] === 0) return [0, 0];
        if (taken.length < 12) return null;
        return taken.reduce((a, b) => a + b) % 3 === 0 ? [-1, 1] : [1, -1];
      },
      write: String,
      read: () => null,
    };
    const searcher = new Searcher(gamble, [], { simulations: 2000 });
    searcher.search();
    searcher.advance(0);
    const { proven, value, actions } = searcher.report();
    expect(proven).toBeNull();
    expect(actions[1]!.value).toBeLessThan(-0.02);
    expect(value).toBe(0);
  });

  it("starts anew below an action that was never visited, and follows the other player's surprises", () => {
    const searcher = new Searcher(game, game.start(), { simulations: 5, seed: 2 });
    const { actions } = searcher.search();
    searcher.advance(actions.find(({ visits }) => visits === 0)!.action);
    expect(searcher.report().reused).toBe(0);
    expect(total(searcher.search({ simulations: 50 }).actions)).toBe(49);
  });

  it("plays as well with its tree kept as with twice the simulations in a new one", () => {
    // Not a law, but it holds by a wide margin against the same number: 12 games, both seats.
    let score = 0;
    for (let number = 0; number < 12; number++) {
      const seat = number % 2;
      const keeping = new Searcher(game, game.start(), { simulations: 400, seed: number });
      let state = game.start();
      for (let ply = 0; game.result(state) === null; ply++) {
        const { best } =
          game.turn(state) === seat
            ? keeping.search()
            : search(game, state, { simulations: 100, seed: 1000 * number + ply });
        state = game.play(state, best);
        keeping.advance(best);
      }
      score += game.result(state)![seat]!;
    }
    expect(score).toBeGreaterThan(4);
  });

  it("adds noise to the priors of every new root", () => {
    const options = { simulations: 300, selection: "puct", rootNoise: { alpha: 0.5, fraction: 0.5 } } as const;
    const searcher = new Searcher(ticTacToe, ticTacToe.start(), options);
    for (let move = 0; move < 3; move++) {
      const { actions, best } = searcher.search();
      const priors = actions.map(({ prior }) => prior!);
      expect(new Set(priors).size).toBeGreaterThan(1);
      expect(priors.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      searcher.advance(best);
    }
  });

  it("takes actions that are objects by their names", () => {
    const objects: Game<readonly number[], { readonly take: number }> = {
      name: "objects",
      players: 2,
      start: () => [],
      turn: (taken) => taken.length % 2,
      actions: (taken) => (taken.length === 4 ? [] : [{ take: 0 }, { take: 1 }]),
      play: (taken, { take }) => [...taken, take],
      result: (taken) => (taken.length < 4 ? null : taken[3] === taken[0] ? [-1, 1] : [1, -1]),
      write: ({ take }) => `take ${take}`,
      read: () => null,
    };
    const searcher = new Searcher(objects, objects.start());
    expect(searcher.search().proven).toBe(-1);
    searcher.advance({ take: 1 });
    expect(searcher.state).toEqual([1]);
    expect(() => searcher.advance({ take: 2 })).toThrow(
      'mcts.Searcher.advance: action {"take":2} is not legal here; expected one of: take 0, take 1. Give one that game.actions lists for searcher.state.',
    );
  });

  it("throws on what it cannot do", () => {
    const searcher = new Searcher(ticTacToe, [0, 3, 1, 4].reduce(ticTacToe.play, ticTacToe.start()));
    expect(() => searcher.advance(3)).toThrow(
      "mcts.Searcher.advance: action 3 is not legal here; expected one of: x(0,2), x(1,2), x(2,0), x(2,1), x(2,2). Give one that game.actions lists for searcher.state.",
    );
    expect(() => searcher.search({ simulations: 0 })).toThrow("mcts.Searcher.search: simulations is 0;");
    searcher.advance(2);
    expect(ticTacToe.result(searcher.state)).toEqual([1, -1]);
    for (const name of ["search", "report", "ask"] as const) {
      expect(() => searcher[name]()).toThrow(`mcts.Searcher.${name}: the game is over, with returns [1, -1];`);
    }
    expect(() => searcher.advance(5)).toThrow("expected one of: none, as the game is over.");
    expect(() => new Searcher(ticTacToe, ticTacToe.start(), { seed: 0.5 })).toThrow("mcts.Searcher: seed is 0.5;");
  });
});
