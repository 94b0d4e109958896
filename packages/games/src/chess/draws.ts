import type { Board } from "./board.js";
import { BISHOP, BLACK, KNIGHT, PAWN, QUEEN, ROOK } from "./piece.js";

/** Whether neither side could mate: bare kings, one knight, or bishops on squares of one colour only. */
export function lacksMaterial(board: Board): boolean {
  const { counts, lists } = board;
  for (const kind of [PAWN, ROOK, QUEEN]) if (counts[kind]! + counts[BLACK + kind]! > 0) return false;
  const knights = counts[KNIGHT]! + counts[BLACK + KNIGHT]!;
  const bishops = counts[BISHOP]! + counts[BLACK + BISHOP]!;
  if (knights > 0) return knights === 1 && bishops === 0;
  let shades = 0;
  for (const piece of [BISHOP, BLACK + BISHOP]) {
    for (let index = 0; index < counts[piece]!; index++) {
      const cell = lists[16 * piece + index]!;
      shades |= 1 << ((cell ^ (cell >> 4)) & 1);
    }
  }
  return shades !== 3;
}

/** How often the position has stood on the board with the same side to move and the same rights, now included. */
export function occurrences(board: Board): number {
  const { keys, ply } = board;
  const low = keys[2 * ply]!;
  const high = keys[2 * ply + 1]!;
  const oldest = Math.max(0, ply - board.halfmoves);
  let count = 1;
  for (let at = ply - 4; at >= oldest; at -= 2) {
    if (keys[2 * at] === low && keys[2 * at + 1] === high) count++;
  }
  return count;
}
