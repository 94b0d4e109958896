import type { Game } from "@vlm/types";
import { checkSearchOptions } from "./check.js";
import { type Evaluator, rollout } from "./evaluator.js";
import { random } from "./random.js";
import { rank } from "./rank.js";
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

/** What a search found out about one legal action. */
export interface SearchedAction<Action> {
  readonly action: Action;
  readonly visits: number;
  /** Mean return for the player to move, in [-1, 1]: exact where proven, 0 where never visited. */
  readonly value: number;
  /** Return under best play for the player to move, if known. */
  readonly proven: number | null;
}

export interface SearchResult<Action> {
  readonly best: Action;
  /** Mean return for the player to move, in [-1, 1]: exact where the position is solved. */
  readonly value: number;
  /** Simulations made. The first goes to the position itself, so that the visits of the actions add up to one less. */
  readonly simulations: number;
  /** Every legal action, in the game's order. */
  readonly actions: readonly SearchedAction<Action>[];
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
  return report(tree, actions, made);
}

function report<State, Action>(
  tree: Tree<State, Action>,
  actions: readonly Action[],
  simulations: number,
): SearchResult<Action> {
  const player = tree.player[0]!;
  const searched = new Array<SearchedAction<Action>>(actions.length);
  // Children stand in the order of their first visit, which is random: the first of equals is a fair draw.
  const drawn: SearchedAction<Action>[] = [];
  for (let child = tree.firstChild[0]!; child < tree.firstChild[0]! + actions.length; child++) {
    const choice = tree.choice[child]!;
    const visits = tree.visits[child]!;
    const proven = tree.outcome[child]?.[player] ?? null;
    const value = proven ?? (visits === 0 ? 0 : tree.total[child]! / visits);
    searched[choice] = { action: actions[choice]!, visits, value, proven };
    drawn.push(searched[choice]);
  }
  const value = tree.outcome[0]?.[player] ?? tree.total[0]! / tree.visits[0]!;
  return {
    best: drawn.reduce((best, next) => (rank(next, best) > 0 ? next : best)).action,
    value,
    simulations,
    actions: searched,
  };
}
