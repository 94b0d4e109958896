import { type Outcome, WON_BY_O, WON_BY_X } from "./grid.js";

const X_WINS: readonly number[] = Object.freeze([1, -1]);
const O_WINS: readonly number[] = Object.freeze([-1, 1]);
const DRAW: readonly number[] = Object.freeze([0, 0]);

/** Returns per player of a grid that is no longer open. */
export function returnsOf(outcome: Outcome): readonly number[] {
  return outcome === WON_BY_X ? X_WINS : outcome === WON_BY_O ? O_WINS : DRAW;
}
