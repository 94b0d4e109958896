import { writeMarks } from "../marks.js";
import { COLUMNS, type ConnectFourState, ROWS } from "./state.js";

const ACTION = /^\s*([xo]?)\s*([0-6])\s*$/;

/** `"x3"`: mark and column; without a state `"3"`. */
export function write(action: number, state?: ConnectFourState): string {
  return `${state === undefined ? "" : "xo"[state.player]}${action}`;
}

/** The column that the text names, full or not; null when it names none, or the other player's mark. */
export function parse(text: string, state: ConnectFourState): number | null {
  const match = ACTION.exec(text);
  if (match === null) return null;
  const [, mark, column] = match;
  if (mark !== "" && mark !== "xo"[state.player]) return null;
  return Number(column);
}

/** The position in OpenSpiel's words: six lines of `x`, `o` and `.` from the top, each with its newline. */
export function formatConnectFour(state: ConnectFourState): string {
  let text = "";
  for (let row = ROWS - 1; row >= 0; row--) {
    text += `${writeMarks(state.cells.subarray(COLUMNS * row, COLUMNS * (row + 1)))}\n`;
  }
  return text;
}
