import type { UltimateState } from "@vlm/games";
import type { Image } from "@vlm/types";
import type { Board } from "./board.js";
import { type DrawOptions, draw } from "./draw.js";

/** The 9 × 9 board of a position: marks by rows of the whole picture, the forced board highlighted. */
export function ultimateTicTacToeBoard(state: UltimateState): Board {
  const marks = new Uint8Array(81);
  for (let index = 0; index < 81; index++) {
    const board = Math.floor(index / 9);
    const cell = index % 9;
    const row = 3 * Math.floor(board / 3) + Math.floor(cell / 3);
    const column = 3 * (board % 3) + (cell % 3);
    marks[9 * row + column] = state.cells[index]!;
  }
  const highlighted = state.forced >= 0 ? [state.forced] : [];
  return { rows: 9, columns: 9, block: 3, marks, highlighted, closed: state.boards };
}

/** A position as pixels: the board to play in is green, boards that are over are shaded. */
export function drawUltimateTicTacToe(state: UltimateState, options: DrawOptions = {}): Image {
  return draw(ultimateTicTacToeBoard(state), options);
}
