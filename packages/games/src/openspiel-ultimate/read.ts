import { OPEN } from "../grid.js";
import { type Reading, refuse } from "../reading.js";
import { problemOf } from "../ultimate/consistency.js";
import { readParts } from "../ultimate/read.js";
import type { UltimateState } from "../ultimate/state.js";

/** Reads what `formatUltimate` writes, also between a board and its cell, or says what is wrong. Never throws. */
export function readOpenSpielUltimate(text: string): Reading<UltimateState> {
  const reading = readParts(text);
  if (reading.state === null) return reading;
  const problem = problemOf(reading.state);
  if (problem === null || wasChosen(reading.state)) return reading;
  return refuse(problem);
}

/** Whether the forced board can be one that the player to move has chosen. */
function wasChosen(state: UltimateState): boolean {
  const { boards, forced } = state;
  return forced >= 0 && boards[forced] === OPEN && problemOf({ ...state, forced: -1 }) === null;
}
