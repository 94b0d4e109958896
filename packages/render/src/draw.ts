import type { Board } from "./board.js";
import { type DrawOptions, drawMarks } from "./draw-marks.js";
import { plainGrid } from "./grid.js";
import type { Picture } from "./picture.js";

/**
 * Draws a board of crosses and rings: cells of equal whole pixels, centred; what is left over at the edges stays
 * background. Squares count row by row, and are named `"(row,column)"`.
 *
 * @returns `size` × `size` RGBA, the same bytes on every machine, and what is where in it
 * @throws when the picture has fewer than 8 pixels a cell, or a list has not one entry for each cell or block
 */
export function draw(board: Board, options: DrawOptions = {}): Picture {
  return drawMarks("draw", board, plainGrid(board.rows, board.columns), ["cross", "ring"], options);
}
