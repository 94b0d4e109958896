import type { Game } from "@vlm/types";
import { checkRoot } from "./check-root.js";
import { report } from "./report.js";
import type { SearchReport } from "./result.js";
import { type SearchOptions, settingsOf } from "./settings.js";
import { simulateWithin } from "./simulate.js";
import { borrowRun, giveBack } from "./spare-runs.js";

/**
 * Monte Carlo tree search, for any number of players: each maximises its own return.
 *
 * The best action is a proven win, else the one with most visits, among equals the one of greatest value, but never one
 * that looks worse than what is proven elsewhere; a proven loss comes last.
 *
 * @throws RangeError on a finished game, an option out of range, an evaluator's answer that is none
 * @see Kocsis and Szepesvári 2006, Bandit based Monte-Carlo Planning
 */
export function search<State, Action>(
  game: Game<State, Action>,
  state: State,
  options: SearchOptions<State> = {},
): SearchReport<Action> {
  const settings = settingsOf("search", options);
  checkRoot("search", game, state, settings.maxNodes);
  const run = borrowRun(game, settings);
  run.begin(state, settings);
  simulateWithin(run, settings);
  const found = report(run, state, 0);
  giveBack(run);
  return found;
}
