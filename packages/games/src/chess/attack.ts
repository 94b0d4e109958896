import type { Board } from "./board.js";
import { CELL, MIDDLE, RANK, REACH, STEP } from "./mailbox.js";
import { BISHOP, BLACK, EMPTY, KING, KNIGHT, PAWN, QUEEN } from "./piece.js";

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

/** Whether the action that `make` has just played, with what it returned, gives check: quicker than `checked`. */
export function givesCheck(board: Board, action: number, undo: number): boolean {
  const { cells, lists, own } = board;
  const foe = BLACK - own;
  const king = lists[16 * (own + KING)]!;
  const from = CELL[action & 63]!;
  const to = CELL[(action >> 6) & 63]!;
  const kind = cells[to]! - foe;
  const way = to - from;
  // Castling moves a rook as well, and a capture en passant empties a third cell.
  if (kind === KING && (way === 2 || way === -2)) return checked(board);
  if (kind === PAWN) {
    const forward = foe === 0 ? RANK : 0 - RANK;
    if ((way === forward - 1 || way === forward + 1) && (undo & 15) === EMPTY) return checked(board);
    if (king - to === forward - 1 || king - to === forward + 1) return true;
  } else if (REACH[MIDDLE + king - to]! & (1 << kind)) {
    if (kind === KNIGHT || firstFrom(cells, to, STEP[MIDDLE + king - to]!) === king) return true;
  }
  const step = STEP[MIDDLE + from - king]!;
  if (step === 0) return false;
  const beyond = firstFrom(cells, king, step);
  const pinner = cells[beyond]! - foe;
  return pinner >= BISHOP && pinner <= QUEEN && (REACH[MIDDLE + king - beyond]! & (1 << pinner)) !== 0;
}

/** The first cell from `cell` on by `step` that is not empty. */
export function firstFrom(cells: Uint8Array, cell: number, step: number): number {
  let way = cell + step;
  while (cells[way] === EMPTY) way += step;
  return way;
}
