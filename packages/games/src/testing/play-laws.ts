import type { Game, Random } from "@vlm/types";
import { fingerprint } from "./fingerprint.js";
import { type Laws, throws } from "./laws.js";

/** `play` makes one new state of a legal action. Returns it. */
export function checkPlay<State, Action>(game: Game<State, Action>, laws: Laws, state: State, action: Action): State {
  const next = laws.pure("play", state, () => game.play(state, action));
  laws.require(
    fingerprint(game.play(state, action)) === fingerprint(next),
    `playing ${fingerprint(action)} twice gave two states`,
    "a game without chance",
  );
  return next;
}

/** `play` throws on an illegal action and leaves the state alone. */
export function checkIllegalPlay<State, Action>(
  game: Game<State, Action>,
  laws: Laws,
  state: State,
  action: Action,
): void {
  const threw = laws.pure("play", state, () => throws(() => game.play(state, action)));
  laws.require(threw, `play took the illegal action ${fingerprint(action)}`, "it to throw");
}

/** `playout` gives the returns of a whole game, decided by the random numbers alone. */
export function checkPlayout<State, Action>(
  game: Game<State, Action>,
  laws: Laws,
  state: State,
  random: () => Random,
): void {
  if (game.playout === undefined) return;
  const returns = laws.pure("playout", state, () => game.playout!(state, random()));
  laws.requireReturns("playout", returns);
  const first = fingerprint(returns);
  laws.require(
    fingerprint(game.playout(state, random())) === first,
    "playout gave two returns for the same random numbers",
    "no other source of chance",
  );
  const result = game.result(state);
  laws.require(
    result === null || fingerprint(result) === first,
    `playout gave ${first} on a finished game`,
    `its result, ${fingerprint(result)}`,
  );
}
