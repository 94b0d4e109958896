import type { Game } from "@vlm/types";
import { checkSearchOptions } from "./check.js";
import { type Evaluator, rollout } from "./evaluator.js";
import { random } from "./random.js";
import { report } from "./report.js";
import type { SearchResult } from "./result.js";
import { simulate } from "./simulate.js";
import { Tree } from "./tree.js";

export interface SearchOptions<State> {
  /** How many simulations at most: a solved position ends the search. */
  readonly simulations?: number;
  readonly seed?: number;
  /** c of UCB1, in units of returns. */
  readonly explorationConstant?: number;
  /** Prove wins, losses and draws, and search no further below what is proven. */
  readonly solve?: boolean;
  /** What a new leaf is worth; by default the end of one random game. */
  readonly evaluator?: Evaluator<State>;
}

/**
 * Monte Carlo tree search with UCB1, for any number of players: each maximises its own return.
 *
 * The best action is a proven win, else the one with most visits, among equals the one of greatest value; a proven loss
 * comes last.
 *
 * @throws RangeError on a finished game, fewer than one simulation, a seed or constant out of range
 * @see Kocsis and Szepesvári 2006, Bandit based Monte-Carlo Planning
 */
export function search<State, Action>(
  game: Game<State, Action>,
  state: State,
  {
    simulations = 1000,
    seed = 0,
    explorationConstant = Math.SQRT2,
    solve = true,
    evaluator = rollout(game),
  }: SearchOptions<State> = {},
): SearchResult<Action> {
  checkSearchOptions("search", { simulations, seed, explorationConstant });
  const result = game.result(state);
  if (result !== null) {
    throw new RangeError(
      `mcts.search: the game is over, with returns [${result.join(", ")}]; expected a position with legal actions. Ask game.result first.`,
    );
  }
  const actions = game.actions(state);
  const tree = new Tree<State, Action>(state, 1 + actions.length + 2 * Math.min(simulations, 1 << 16));
  tree.expand(0, actions, game.turn(state));
  const simulation = { game, tree, evaluator, explorationConstant, solve, random: random(seed) };
  let made = 0;
  while (made < simulations && tree.outcome[0] === undefined) {
    simulate(simulation);
    made++;
  }
  return report(tree, actions, made, simulation.random);
}
