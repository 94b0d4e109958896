import type { Game } from "@vlm/types";
import { checkCount } from "./check.js";
import type { Player } from "./player.js";
import { random } from "./random.js";
import type { SearchReport } from "./result.js";
import { search } from "./search.js";
import { type SearchOptions, settingsOf } from "./settings.js";

export interface SelfPlayOptions<State, Action> extends SearchOptions<State> {
  readonly games: number;
  /** Probability that a uniformly random legal action is played instead of the best. */
  readonly epsilon?: number;
  /** By seat, who plays there instead of the search; null or absent: the search does. Every position is searched. */
  readonly opponents?: readonly (Player<State, Action> | null)[];
}

/** One move of one game. */
export interface SelfPlayMove<State, Action> {
  /** From 0. */
  readonly game: number;
  /** From 0. */
  readonly ply: number;
  /** The position searched. */
  readonly state: State;
  readonly search: SearchReport<Action>;
  /** What was played: the best, a random one, or the opponent's choice. */
  readonly played: Action;
}

/**
 * Games of the search against itself or opponents, a move at a time: nothing is computed before it is asked for.
 *
 * Game k depends on the seed and k alone, however many games are asked for.
 *
 * @throws RangeError at the call for an option out of range
 */
export function selfPlay<State, Action>(
  game: Game<State, Action>,
  {
    games,
    timeMs,
    simulations = timeMs === undefined ? 300 : undefined,
    epsilon = 0.1,
    seed = 0,
    opponents = [],
    ...searchOptions
  }: SelfPlayOptions<State, Action>,
): Generator<SelfPlayMove<State, Action>, void, undefined> {
  checkCount("selfPlay", "games", games, 0);
  const options = { ...searchOptions, simulations, timeMs };
  settingsOf("selfPlay", { ...options, seed });
  if (!(epsilon >= 0 && epsilon <= 1)) {
    throw new RangeError(
      `mcts.selfPlay: epsilon is ${epsilon}; expected a probability. Give a number from 0 to 1, such as 0.1.`,
    );
  }
  if (opponents.length > game.players) {
    throw new RangeError(
      `mcts.selfPlay: ${opponents.length} opponents for ${game.players} seats of ${game.name}; expected one a seat at most. Drop some.`,
    );
  }
  return moves(game, { ...options, games, epsilon, seed, opponents });
}

function* moves<State, Action>(
  game: Game<State, Action>,
  {
    games,
    epsilon,
    seed,
    opponents,
    ...options
  }: SelfPlayOptions<State, Action> & Required<Pick<SelfPlayOptions<State, Action>, "epsilon" | "seed" | "opponents">>,
): Generator<SelfPlayMove<State, Action>, void, undefined> {
  for (let number = 0; number < games; number++) {
    const next = random(seed, number);
    let state = game.start();
    for (let ply = 0; game.result(state) === null; ply++) {
      const found = search(game, state, { ...options, seed: Math.floor(next() * 2 ** 32) });
      const opponent = opponents[game.turn(state)];
      // Both numbers are drawn at every ply, so that an opponent or another epsilon leaves later searches their seeds.
      const explores = next() < epsilon;
      const explored = found.actions[Math.floor(next() * found.actions.length)]!.action;
      const played = opponent ? opponent(state) : explores ? explored : found.best;
      yield { game: number, ply, state, search: found, played };
      state = game.play(state, played);
    }
  }
}
