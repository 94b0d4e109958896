import { connectFour, ticTacToe, ultimateTicTacToe } from "@vlm/games";
import type { Game } from "@vlm/types";
import { describe, expect, it } from "vitest";
import type { Evaluation } from "./evaluator.js";
import { search } from "./search.js";

/** A policy and a value that the legal actions and the player decide; no two priors are equal. */
function opinion<State>(game: Game<State, number>, state: State): Evaluation {
  const legal = game.actions(state);
  const weights = legal.map((action) => 1 + Math.abs(Math.sin(1 + 3 * action + legal.length)));
  const value = Math.sin(7 * legal.length + (legal[0] ?? 0)) / 2;
  return { values: [value, 0 - value], priors: weights };
}

interface Node<State> {
  readonly state: State;
  readonly prior: number;
  visits: number;
  total: number;
  children: Node<State>[];
}

/** PUCT as the papers write it: recursion, objects, and no trick. Returns the visits of the root's children. */
function plainPuct<State>(game: Game<State, number>, root: State, simulations: number, c: number): number[] {
  const node = (state: State, prior: number): Node<State> => ({ state, prior, visits: 0, total: 0, children: [] });
  const visit = (at: Node<State>): readonly number[] => {
    const { state } = at;
    const result = game.result(state);
    let returns: readonly number[];
    if (result !== null) returns = result;
    else if (at.visits === 0) {
      const { values, priors } = opinion(game, state);
      const sum = Array.from(priors!).reduce((a, b) => a + b);
      at.children = game.actions(state).map((action, k) => node(game.play(state, action), priors![k]! / sum));
      returns = Array.from(values);
    } else {
      const bound = ({ visits, total, prior }: Node<State>): number =>
        (visits === 0 ? 0 : total / visits) + (c * prior * Math.sqrt(at.visits)) / (visits + 1);
      const next = at.children.reduce((best, child) => (bound(child) > bound(best) ? child : best));
      returns = visit(next);
      next.total += returns[game.turn(state)]!;
    }
    at.visits++;
    return returns;
  };
  const top = node(root, 1);
  for (let made = 0; made < simulations; made++) visit(top);
  return top.children.map(({ visits }) => visits);
}

const evaluator =
  <State>(game: Game<State, number>) =>
  (state: State): Evaluation =>
    opinion(game, state);

describe("PUCT", () => {
  it.each([ticTacToe, connectFour, ultimateTicTacToe] as Game<unknown, number>[])(
    "visits what a plain version visits: $name",
    (game) => {
      for (const [simulations, c] of [
        [1, 1],
        [2, 1],
        [50, 0.7],
        [400, 1.5],
        [1500, 3],
      ] as const) {
        const { actions } = search(game, game.start(), {
          simulations,
          solve: false,
          selection: "puct",
          explorationConstant: c,
          evaluator: evaluator(game),
          // A finished child has its mean, which is its return, and its exploration term, in both.
        });
        expect(actions.map(({ visits }) => visits)).toEqual(plainPuct(game, game.start(), simulations, c));
      }
    },
  );

  it("reports the priors, scaled to a sum of 1, and a uniform policy where none was given", () => {
    const start = ticTacToe.start();
    const { priors } = opinion(ticTacToe, start);
    const sum = Array.from(priors!).reduce((a, b) => a + b);
    const found = search(ticTacToe, start, { simulations: 5, selection: "puct", evaluator: evaluator(ticTacToe) });
    for (const [index, { prior }] of found.actions.entries()) expect(prior).toBeCloseTo(priors![index]! / sum, 12);
    for (const simulations of [1, 100]) {
      const uniform = search(ticTacToe, start, { simulations, selection: "puct" });
      expect(uniform.actions.map(({ prior }) => prior)).toEqual(Array.from({ length: 9 }, () => 1 / 9));
    }
    expect(search(ticTacToe, start).actions[0]).not.toHaveProperty("prior");
  });

  it("solves as UCT does", () => {
    const state = [4, 0, 8].reduce(ticTacToe.play, ticTacToe.start());
    const found = search(ticTacToe, state, { simulations: 10_000, selection: "puct" });
    expect(found.proven).toBe(0);
    expect([2, 6]).toContain(found.best);
  });

  it("has noise at the root alone, of the share asked for", () => {
    const start = ticTacToe.start();
    const noisy = (fraction: number, seed: number) =>
      search(ticTacToe, start, {
        simulations: 50,
        seed,
        selection: "puct",
        evaluator: evaluator(ticTacToe),
        rootNoise: { alpha: 0.3, fraction },
      }).actions.map(({ prior }) => prior!);
    const plain = search(ticTacToe, start, { simulations: 50, selection: "puct", evaluator: evaluator(ticTacToe) });
    const policy = plain.actions.map(({ prior }) => prior!);
    for (const [index, prior] of noisy(0, 1).entries()) expect(prior).toBeCloseTo(policy[index]!, 12);
    const mixed = noisy(0.25, 1);
    expect(mixed.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    for (const [index, prior] of mixed.entries()) expect(prior).toBeGreaterThanOrEqual(0.75 * policy[index]! - 1e-12);
    expect(mixed).not.toEqual(noisy(0.25, 2));
    // The noise alone: a quarter of the mixture, of sum 1.
    const noise = mixed.map((prior, index) => (prior - 0.75 * policy[index]!) / 0.25);
    expect(noise.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    expect(Math.max(...noise)).toBeGreaterThan(0.2);
  });
});
