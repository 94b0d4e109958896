import { CELL, MIDDLE, REACH } from "./mailbox.js";
import { BISHOP, ROOK } from "./piece.js";

/** Squares a rook reaches on an empty board, from anywhere. */
export const ROOK_SLOTS = 14;
/** Squares a bishop reaches at most. */
export const BISHOP_SLOTS = 13;

/** [64 × 14] cells that a rook reaches from a square on an empty board. */
export const ROOK_TARGETS: Uint8Array = targets(ROOK, ROOK_SLOTS);
/** [64 × 13] the same for a bishop; 0, a cell off the board, where it reaches fewer. */
export const BISHOP_TARGETS: Uint8Array = targets(BISHOP, BISHOP_SLOTS);

function targets(kind: number, slots: number): Uint8Array {
  const table = new Uint8Array(64 * slots);
  for (let square = 0; square < 64; square++) {
    let slot = slots * square;
    for (const cell of CELL) if (REACH[MIDDLE + cell - CELL[square]!]! & (1 << kind)) table[slot++] = cell;
  }
  return table;
}
