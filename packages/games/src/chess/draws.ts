import type { Board } from "./board.js";
import { BISHOP, BLACK, KNIGHT, PAWN, QUEEN, ROOK } from "./piece.js";

/** Whether neither side could mate: bare kings, one knight, or bishops on squares of one colour only. */
export function lacksMaterial(board: Board): boolean {
  const { counts } = board;
  if (counts[PAWN]! + counts[BLACK + PAWN]! > 0) return false;
  if (counts[ROOK]! + counts[BLACK + ROOK]! + counts[QUEEN]! + counts[BLACK + QUEEN]! > 0) return false;
  const knights = counts[KNIGHT]! + counts[BLACK + KNIGHT]!;
  if (knights > 0) return knights === 1 && counts[BISHOP]! + counts[BLACK + BISHOP]! === 0;
  return (shades(board, BISHOP) | shades(board, BLACK + BISHOP)) !== 3;
}

/** Bit 0 for a piece of that kind on a square like h1, bit 1 for one on a square like a1. */
function shades({ counts, lists }: Board, piece: number): number {
  let bits = 0;
  for (let index = 0; index < counts[piece]!; index++) {
    const cell = lists[16 * piece + index]!;
    bits |= 2 >> ((cell ^ (cell >> 4)) & 1);
  }
  return bits;
}

/** How often the position has stood on the board with the same side to move and the same rights, now included. */
export function occurrences(board: Board): number {
  const { keys, ply } = board;
  const low = keys[2 * ply]!;
  const high = keys[2 * ply + 1]!;
  let oldest = ply - board.halfmoves;
  if (oldest < 0) oldest = 0;
  let count = 1;
  for (let at = ply - 4; at >= oldest; at -= 2) {
    if (keys[2 * at] === low && keys[2 * at + 1] === high) count++;
  }
  return count;
}
