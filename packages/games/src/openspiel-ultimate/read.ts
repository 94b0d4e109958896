import { OPEN } from "../grid.js";
import { type Reading, refuse } from "../reading.js";
import { problemOf } from "../ultimate/consistency.js";
import { decodeParts } from "../ultimate/encoding.js";
import { readParts } from "../ultimate/read.js";
import type { UltimateState } from "../ultimate/state.js";

/** Reads what `formatUltimate` writes, also between a board and its cell, or says what is wrong. Never throws. */
export function readOpenSpielUltimate(text: string): Reading<UltimateState> {
  const reading = readParts(text);
  const problem = reading.state === null ? null : problemBetween(reading.state);
  return problem === null ? reading : refuse(problem);
}

/** The position that `encode` wrote, also between a board and its cell; null for any other text. */
export function decodeOpenSpielUltimate(text: string): UltimateState | null {
  const state = decodeParts(text);
  return state !== null && problemBetween(state) === null ? state : null;
}

/** As `problemOf`, but the forced board may be one that the player to move has chosen. */
function problemBetween(state: UltimateState): string | null {
  const problem = problemOf(state);
  if (problem === null || state.forced < 0 || state.boards[state.forced] !== OPEN) return problem;
  return problemOf({ ...state, forced: -1 }) === null ? null : problem;
}
