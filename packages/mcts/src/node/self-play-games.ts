import type { SelfPlayMove, SelfPlayOptions } from "../self-play.js";
import { type MakeGamesOptions, makeGames } from "./make-games.js";

export interface SelfPlayGamesOptions
  extends Omit<MakeGamesOptions, "data">,
    Pick<
      SelfPlayOptions<unknown, unknown>,
      "games" | "simulations" | "epsilon" | "seed" | "explorationConstant" | "solve"
    > {}

/**
 * Games of the search against itself in threads, each as its moves; `module`'s default export is a `Game`.
 *
 * Game k depends on the seed and k alone. For an evaluator, opponents or anything else to be made of a game in its thread,
 * `makeGames`.
 *
 * @throws from iteration, before the first game, RangeError for an option out of range
 */
export function selfPlayGames<State, Action>(
  module: URL,
  { simulations, epsilon, seed, explorationConstant, solve, ...options }: SelfPlayGamesOptions,
): AsyncGenerator<readonly SelfPlayMove<State, Action>[], void, undefined> {
  const given = Object.entries({ simulations, epsilon, seed, explorationConstant, solve });
  const search = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  const data: SelfPlayData = { href: module.href, search };
  return makeGames(new URL("./self-play-module.js", import.meta.url), { ...options, data });
}

/** What every thread is told. */
export interface SelfPlayData {
  readonly href: string;
  readonly search: Omit<SelfPlayOptions<unknown, unknown>, "games">;
}
