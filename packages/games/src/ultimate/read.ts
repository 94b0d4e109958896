import { readLines } from "../marks.js";
import { quote, type Reading, refuse } from "../reading.js";
import { problemOf } from "./consistency.js";
import { stateOf } from "./encoding.js";
import type { UltimateState } from "./state.js";

/**
 * Reads what `formatUltimate` writes, or says what is wrong. Never throws. As `decode` it refuses what contradicts itself,
 * not all that no game reaches.
 */
export function readUltimate(text: string): Reading<UltimateState> {
  const reading = readParts(text);
  const problem = reading.state === null ? null : problemOf(reading.state);
  return problem === null ? reading : refuse(problem);
}

/** What the text says, whether or not it contradicts itself. */
export function readParts(text: string): Reading<UltimateState> {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  if (lines.length !== 14) return refuse(`${lines.length} lines; expected 14`);
  for (const line of [3, 7, 11]) {
    if (lines[line] !== "") return refuse(`line ${line + 1} is ${quote(lines[line]!)}; expected an empty one`);
  }
  const rows = lines.slice(0, 12).filter((_, line) => line % 4 < 3);
  const groups = rows.flatMap((row) => row.split(" "));
  if (groups.length !== 27) return refuse(`${groups.length} groups of marks; expected nine lines of three`);
  const { state: marks, problem } = readLines(groups.join("\n"), 27, 3);
  if (marks === null) return refuse(problem.replace(/^line/, "group"));
  const player = /^Current player: ([01])$/.exec(lines[12]!);
  if (player === null) return refuse(`line 13 is ${quote(lines[12]!)}; expected "Current player: 0" or 1`);
  const forced = /^Forced board: ([0-8]|any)$/.exec(lines[13]!);
  if (forced === null) return refuse(`line 14 is ${quote(lines[13]!)}; expected "Forced board: any" or 0 to 8`);
  // Marks come row by row through three boards side by side.
  const cells = new Uint8Array(81);
  for (const [index, mark] of marks.entries()) {
    const [row, column] = [Math.floor(index / 9), index % 9];
    const board = 3 * Math.floor(row / 3) + Math.floor(column / 3);
    cells[9 * board + 3 * (row % 3) + (column % 3)] = mark;
  }
  const state = stateOf(cells, player[1] === "0" ? 0 : 1, forced[1] === "any" ? -1 : Number(forced[1]));
  return { state, problem: null };
}
