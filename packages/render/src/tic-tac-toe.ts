import type { TicTacToeState } from "@vlm/games";
import { type DrawOptions, drawMarks } from "./draw-marks.js";
import { plainGrid } from "./grid.js";
import type { Picture } from "./picture.js";

/** A position as pixels. Squares count 3 × row + column from the top left, as actions do. */
export function drawTicTacToe(state: Pick<TicTacToeState, "cells">, options: DrawOptions = {}): Picture {
  const board = { rows: 3, columns: 3, marks: state.cells };
  return drawMarks("drawTicTacToe", board, plainGrid(3, 3), ["X", "O"], options);
}
