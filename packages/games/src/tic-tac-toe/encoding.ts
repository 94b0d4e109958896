import { HAS_LINE, squaresOf } from "../grid.js";
import { judge, packMarks, readLines, unpackMarks } from "../marks.js";
import type { Reading } from "../reading.js";
import type { TicTacToeState } from "./state.js";

/** Reads what `formatTicTacToe` writes, or says what is wrong. Never throws. A newline at the end does not matter. */
export function readTicTacToe(text: string): Reading<TicTacToeState> {
  const { state: cells, problem } = readLines(text, 3, 3);
  return cells === null ? { state: null, problem } : judgeCells(cells);
}

/** A position in one line, with a digit for so many empty squares in a row: `"o2/1x1/3 x"`, x to move. */
export function encodeTicTacToe(state: TicTacToeState): string {
  const rows = [0, 3, 6].map((first) => packMarks(state.cells.subarray(first, first + 3)));
  return `${rows.join("/")} ${"xo"[state.player]}`;
}

/** The position that `encodeTicTacToe` wrote; null for any other text, and where no game leads there. */
export function decodeTicTacToe(text: string): TicTacToeState | null {
  const rows = text.slice(0, -2).split("/", 4);
  const cells = rows.map((row) => unpackMarks(row, 3));
  if (cells.length !== 3 || !cells.every((row) => row !== null)) return null;
  const { state } = judgeCells(Uint8Array.from(cells.flatMap((row) => [...row])));
  // Comparing with what encode writes rejects runs split in two, such as "21" for "3".
  return state !== null && encodeTicTacToe(state) === text ? state : null;
}

function judgeCells(cells: Uint8Array): Reading<TicTacToeState> {
  return judge(cells, (mark) => HAS_LINE[squaresOf(cells, mark)] === 1);
}
