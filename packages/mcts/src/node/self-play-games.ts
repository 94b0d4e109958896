import type { SelfPlayMove, SelfPlayOptions } from "../self-play.js";
import { type MakeGamesOptions, makeGames } from "./make-games.js";

/** No clock among the limits: what it cuts short depends on the machine. */
type SearchedGames = Omit<SelfPlayOptions<unknown, unknown>, "evaluator" | "opponents" | "timeMs">;

export interface SelfPlayGamesOptions extends SearchedGames, Omit<MakeGamesOptions, "games" | "data"> {}

/**
 * Games of the search against itself in threads, each as its moves; `module`'s default export is a `Game`.
 *
 * Game k depends on the seed and k alone: it is the game of `selfPlay` with the seed `gameSeed(seed, k)`. For an evaluator,
 * opponents or anything else to be made of a game in its thread, `makeGames`.
 *
 * @throws from iteration, before the first game, RangeError for an option of the search out of range
 */
export function selfPlayGames<State, Action>(
  module: URL,
  { games, from, workers, ahead, signal, ...search }: SelfPlayGamesOptions,
): AsyncGenerator<readonly SelfPlayMove<State, Action>[], void, undefined> {
  const data: SelfPlayData = { href: module.href, search };
  return makeGames(new URL("./self-play-module.js", import.meta.url), { games, from, workers, ahead, signal, data });
}

/** What every thread is told. */
export interface SelfPlayData {
  readonly href: string;
  readonly search: Omit<SearchedGames, "games">;
}
