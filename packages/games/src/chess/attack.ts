import type { Board } from "./board.js";
import { MIDDLE, RANK, REACH, STEP } from "./mailbox.js";
import { BISHOP, EMPTY, KING, KNIGHT, PAWN, QUEEN } from "./piece.js";

/** Whether a piece of `foe` (0 white, 6 black) attacks the cell. */
export function attacked(board: Board, cell: number, foe: number): boolean {
  const { cells, lists, counts } = board;
  // Where foe's pawns stand that attack the cell.
  const behind = foe === 0 ? cell - RANK : cell + RANK;
  const pawn = foe + PAWN;
  if (cells[behind - 1] === pawn || cells[behind + 1] === pawn) return true;
  const origin = MIDDLE + cell;
  if (REACH[origin - lists[16 * (foe + KING)]!]! & (1 << KING)) return true;
  const knights = 16 * (foe + KNIGHT);
  for (let last = knights + counts[foe + KNIGHT]!, at = knights; at < last; at++) {
    if (REACH[origin - lists[at]!]! & (1 << KNIGHT)) return true;
  }
  for (let kind = BISHOP; kind <= QUEEN; kind++) {
    const first = 16 * (foe + kind);
    for (let last = first + counts[foe + kind]!, at = first; at < last; at++) {
      const from = lists[at]!;
      if ((REACH[origin - from]! & (1 << kind)) === 0) continue;
      const step = STEP[origin - from]!;
      let way = from + step;
      while (way !== cell && cells[way] === EMPTY) way += step;
      if (way === cell) return true;
    }
  }
  return false;
}

/** Whether the side to move is in check. */
export function checked(board: Board): boolean {
  return attacked(board, board.lists[16 * (board.own + KING)]!, 6 - board.own);
}
