import { writeMarks } from "../marks.js";
import type { TicTacToeState } from "./state.js";

const ACTION = /^\s*([xo]?)\s*\(\s*([0-2])\s*,\s*([0-2])\s*\)\s*$/;

type Mover = Pick<TicTacToeState, "player">;

/** `"x(0,1)"`: mark, row and column; without a state `"(0,1)"`. */
export function write(action: number, state?: Mover): string {
  const mark = state === undefined ? "" : "xo"[state.player];
  return `${mark}(${Math.floor(action / 3)},${action % 3})`;
}

/** The cell that the text names, free or not; null when it names none, or the other player's mark. */
export function parse(text: string, state: Mover): number | null {
  const match = ACTION.exec(text);
  if (match === null) return null;
  const [, mark, row, column] = match;
  if (mark !== "" && mark !== "xo"[state.player]) return null;
  return 3 * Number(row) + Number(column);
}

/** The position in OpenSpiel's words: three lines of `x`, `o` and `.`, no newline at the end. */
export function formatTicTacToe(state: TicTacToeState): string {
  const marks = writeMarks(state.cells);
  return `${marks.slice(0, 3)}\n${marks.slice(3, 6)}\n${marks.slice(6)}`;
}
