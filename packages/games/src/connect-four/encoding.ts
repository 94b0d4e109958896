import { EMPTY } from "../grid.js";
import { judge, packMarks, readLines, unpackMarks } from "../marks.js";
import { type Reading, refuse } from "../reading.js";
import { hasFourOf } from "./rules.js";
import { COLUMNS, type ConnectFourState, ROWS } from "./state.js";

/** Reads what `formatConnectFour` writes, or says what is wrong. Never throws. A newline at the end does not matter. */
export function readConnectFour(text: string): Reading<ConnectFourState> {
  const { state: cells, problem } = readLines(text, ROWS, COLUMNS);
  return cells === null ? { state: null, problem } : judgeRows(cells);
}

/** A position in one line, the top row first, with a digit for so many empty squares: `"7/7/7/7/3o3/x2x3 o"`, o to move. */
export function encodeConnectFour(state: ConnectFourState): string {
  const rows = Array.from({ length: ROWS }, (_, row) =>
    packMarks(state.cells.subarray(COLUMNS * row, COLUMNS * (row + 1))),
  );
  return `${rows.reverse().join("/")} ${"xo"[state.player]}`;
}

/** The position that `encodeConnectFour` wrote; null for any other text, and where the marks contradict each other. */
export function decodeConnectFour(text: string): ConnectFourState | null {
  const rows = text.slice(0, -2).split("/", ROWS + 1);
  const cells = rows.map((row) => unpackMarks(row, COLUMNS));
  if (cells.length !== ROWS || !cells.every((row) => row !== null)) return null;
  const { state } = judgeRows(Uint8Array.from(cells.flatMap((row) => [...row])));
  // Comparing with what encode writes rejects runs split in two, such as "34" for "7".
  return state !== null && encodeConnectFour(state) === text ? state : null;
}

/** Of marks with the top row first. */
function judgeRows(marks: Uint8Array): Reading<ConnectFourState> {
  const cells = marks.map((_, cell) => marks[COLUMNS * (ROWS - 1 - Math.floor(cell / COLUMNS)) + (cell % COLUMNS)]!);
  const floating = cells.findIndex((mark, cell) => mark !== EMPTY && cells[cell - COLUMNS] === EMPTY);
  if (floating >= 0) return refuse(`an empty square lies below a disc in column ${floating % COLUMNS}; expected none`);
  return judge(cells, (mark) => hasFourOf(cells, mark));
}
