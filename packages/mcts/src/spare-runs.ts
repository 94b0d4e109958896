import type { Game } from "@vlm/types";
import { Run } from "./run.js";
import type { Settings } from "./settings.js";

/** Trees up to this many nodes, 4 MB, are kept for the next search of the same game. */
const KEPT_NODES = 1 << 16;

const spare = new WeakMap<object, Run<unknown, unknown>>();

/** A run that no other search has while it lasts. */
export function borrowRun<State, Action>(game: Game<State, Action>, settings: Settings<State>): Run<State, Action> {
  const run = spare.get(game) as Run<State, Action> | undefined;
  if (run === undefined) return new Run(game, settings);
  spare.delete(game);
  return run;
}

export function giveBack<State, Action>(run: Run<State, Action>): void {
  if (run.tree.capacity > KEPT_NODES) return;
  run.end();
  spare.set(run.game, run as unknown as Run<unknown, unknown>);
}
