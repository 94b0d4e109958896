import type { UltimateState } from "@vlm/games";
import type { Board } from "./board.js";
import { type DrawOptions, drawMarks } from "./draw-marks.js";
import type { Cell, Grid } from "./grid.js";
import type { Picture } from "./picture.js";

const digits = ["0", "1", "2", "0", "1", "2", "0", "1", "2"];

/** Squares at 9 × board + cell, named as actions are written. */
const grid: Grid = {
  rows: 9,
  columns: 9,
  cells: Array.from({ length: 81 }, (_, index): Cell => {
    const [board, cell] = [Math.floor(index / 9), index % 9];
    const [boardRow, boardColumn, row, column] = [Math.floor(board / 3), board % 3, Math.floor(cell / 3), cell % 3];
    return {
      name: `(${boardRow},${boardColumn})/(${row},${column})`,
      row: 3 * boardRow + row,
      column: 3 * boardColumn + column,
    };
  }),
  // Rows and columns count anew in every board.
  rowLabels: digits,
  columnLabels: digits,
};

/** The 9 × 9 board of a position: marks by rows of the whole picture, the forced board highlighted. */
export function ultimateTicTacToeBoard(state: UltimateState): Board {
  const marks = new Uint8Array(81);
  for (const [index, { row, column }] of grid.cells.entries()) marks[9 * row + column] = state.cells[index]!;
  const highlighted = state.forced >= 0 ? [state.forced] : [];
  return { rows: 9, columns: 9, block: 3, marks, highlighted, closed: state.boards };
}

/**
 * A position as pixels: the board to play in is green, boards that are over are shaded. Squares count 9 × board + cell, as
 * actions do.
 */
export function drawUltimateTicTacToe(state: UltimateState, options: DrawOptions = {}): Picture {
  return drawMarks("drawUltimateTicTacToe", ultimateTicTacToeBoard(state), grid, ["X", "O"], options);
}
