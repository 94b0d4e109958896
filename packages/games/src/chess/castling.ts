import { attacked } from "./attack.js";
import type { Board } from "./board.js";
import { BLACK, BLACK_KING_SIDE, BLACK_QUEEN_SIDE, EMPTY, WHITE_KING_SIDE, WHITE_QUEEN_SIDE } from "./piece.js";

/** Whether the side to move, not in check, may castle on the king's side, 0, or the queen's, 1. */
export function mayCastle(board: Board, king: number, side: number): boolean {
  const { cells, own, castling } = board;
  const foe = BLACK - own;
  if (side === 0) {
    return (
      (castling & (own === 0 ? WHITE_KING_SIDE : BLACK_KING_SIDE)) !== 0 &&
      cells[king + 1] === EMPTY &&
      cells[king + 2] === EMPTY &&
      !attacked(board, king + 1, foe) &&
      !attacked(board, king + 2, foe)
    );
  }
  return (
    (castling & (own === 0 ? WHITE_QUEEN_SIDE : BLACK_QUEEN_SIDE)) !== 0 &&
    cells[king - 1] === EMPTY &&
    cells[king - 2] === EMPTY &&
    cells[king - 3] === EMPTY &&
    !attacked(board, king - 1, foe) &&
    !attacked(board, king - 2, foe)
  );
}
