import type { Game } from "@vlm/types";
import { fingerprint } from "./fingerprint.js";
import type { Laws } from "./laws.js";

/** `result`, `actions` and `turn` of one state agree with each other. Returns the actions. */
export function checkState<State, Action>(game: Game<State, Action>, laws: Laws, state: State): readonly Action[] {
  const result = laws.pure("result", state, () => game.result(state));
  if (result !== null) laws.requireReturns("result", result);
  const actions = laws.pure("actions", state, () => game.actions(state));
  const over = result === null ? "is on" : "is over";
  laws.require(
    (actions.length === 0) === (result !== null),
    `actions gave ${actions.length} where the game ${over}`,
    "none exactly when the game is over",
  );
  const keys = actions.map(fingerprint);
  laws.require(new Set(keys).size === keys.length, "actions gave one action twice", "each action once");
  laws.require(
    fingerprint(game.actions(state)) === fingerprint(actions),
    "actions gave two lists for one state",
    "one fixed order",
  );
  if (result === null) {
    const player = laws.pure("turn", state, () => game.turn(state));
    const right = Number.isInteger(player) && player >= 0 && player < game.players;
    laws.require(right, `turn gave ${player}`, `a player from 0 to ${game.players - 1}`);
  }
  return actions;
}
