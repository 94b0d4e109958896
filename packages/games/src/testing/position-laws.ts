import type { Draw, Game, Position, Random } from "@vlm/types";
import { fingerprint } from "./fingerprint.js";
import type { Laws } from "./laws.js";

/** More than any game has in one state. */
const MOST_ACTIONS = 4_096;

/** What a position of the game is compared by: a board to play on, and the room that it writes to. */
export interface Bench<State> {
  readonly position: Position<State>;
  readonly actions: Int32Array;
  readonly returns: Float64Array;
}

/** Null where the game has no positions. */
export function benchOf<State, Action>(game: Game<State, Action>): Bench<State> | null {
  if (game.position === undefined) return null;
  return {
    position: game.position(),
    actions: new Int32Array(MOST_ACTIONS),
    returns: new Float64Array(game.players),
  };
}

/** The position says of itself what the game says of the state. */
export function checkPosition<State, Action>(
  game: Game<State, Action>,
  laws: Laws,
  { position, actions, returns }: Bench<State>,
  state: State,
  when: string,
): void {
  const made = fingerprint(position.state());
  laws.require(made === fingerprint(state), `position.state gave ${made} ${when}`, fingerprint(state));
  const expected = game.actions(state);
  actions.fill(-1);
  const count = position.actions(actions, 1);
  laws.require(
    count === expected.length && actions[0] === -1 && actions[count + 1] === -1,
    `position.actions wrote ${count} actions from offset 1 ${when}`,
    `${expected.length}, and nothing beside them`,
  );
  const integers = expected.every((action) => typeof action === "number");
  const wrote = fingerprint(Array.from(actions.subarray(1, count + 1)));
  laws.require(
    !integers || wrote === fingerprint(expected),
    `position.actions wrote ${wrote} ${when}`,
    `${fingerprint(expected)} as game.actions`,
  );
  const result = game.result(state);
  returns.fill(Number.NaN);
  const over = position.result(returns);
  laws.require(over === (result !== null), `position.result gave ${over} ${when}`, `${result !== null}`);
  laws.require(
    result === null || fingerprint(Array.from(returns)) === fingerprint(result),
    `position.result wrote [${returns.join(", ")}] ${when}`,
    fingerprint(result),
  );
  if (result !== null) return;
  const turn = position.turn();
  laws.require(turn === game.turn(state), `position.turn gave ${turn} ${when}`, `${game.turn(state)}`);
}

/** The nth action of `actions` leads the position to where `play` leads the state. */
export function playNth<State>({ position, actions }: Bench<State>, nth: number): void {
  position.actions(actions, 0);
  position.play(actions[nth]!);
}

/** `reset` takes any state, `rewind` undoes plays and a playout, and a state given out stays. */
export function checkReset<State, Action>(
  game: Game<State, Action>,
  laws: Laws,
  bench: Bench<State>,
  state: State,
  random: Random,
): void {
  const { position, returns } = bench;
  laws.pure("position.reset", state, () => position.reset(state));
  checkPosition(game, laws, bench, state, "after reset");
  const given = position.state();
  let ahead = state;
  for (let plies = Math.floor(random() * 4); plies > 0 && game.result(ahead) === null; plies--) {
    const legal = game.actions(ahead);
    const nth = Math.floor(random() * legal.length);
    playNth(bench, nth);
    ahead = game.play(ahead, legal[nth]!);
    checkPosition(game, laws, bench, ahead, "after reset and play");
  }
  laws.require(
    fingerprint(given) === fingerprint(state),
    "a play changed the state that position.state had given",
    "it to stay",
  );
  position.playout(drawOf(random), returns);
  laws.requireReturns("position.playout", Array.from(returns));
  const result = game.result(ahead);
  laws.require(
    result === null || fingerprint(Array.from(returns)) === fingerprint(result),
    `position.playout wrote [${returns.join(", ")}] on a finished game`,
    `its result, ${fingerprint(result)}`,
  );
  position.rewind();
  checkPosition(game, laws, bench, state, "after rewind");
}

/** Integers below the count, and only those. */
export function drawOf(random: Random): Draw {
  return (count) => Math.floor(random() * count);
}
