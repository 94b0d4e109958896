import { type Outcome, WON_BY_O, WON_BY_X } from "./grid.js";

const X_WINS: readonly number[] = Object.freeze([1, -1]);
const O_WINS: readonly number[] = Object.freeze([-1, 1]);
const DRAW: readonly number[] = Object.freeze([0, 0]);

/** Returns per player of a game that is no longer open. */
export function returnsOf(outcome: Outcome): readonly number[] {
  return outcome === WON_BY_X ? X_WINS : outcome === WON_BY_O ? O_WINS : DRAW;
}

/** Writes the returns per player of a game that is no longer open. */
export function writeReturns(outcome: number, returns: Float64Array): void {
  const first = outcome === WON_BY_X ? 1 : outcome === WON_BY_O ? -1 : 0;
  returns[0] = first;
  // Not -first, which makes −0 of a draw.
  returns[1] = 0 - first;
}
