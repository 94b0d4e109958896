import { BISHOP, KING, KNIGHT, QUEEN, ROOK } from "./piece.js";

// The board lies in 12 rows of 16 cells, with a margin of two rows and four columns, so that every step from a square of
// the board lands in a cell and the difference of two cells tells the way between them.

export const CELLS = 192;
/** From one rank to the next. */
export const RANK = 16;

/** [64] cell of a square. */
export const CELL: Uint8Array = Uint8Array.from(
  { length: 64 },
  (_, square) => RANK * ((square >> 3) + 2) + (square & 7) + 4,
);
/** [192] square of a cell; 0 off the board. */
export const SQUARE: Uint8Array = new Uint8Array(CELLS);
for (const [square, cell] of CELL.entries()) SQUARE[cell] = square;

/** Row of the cells of a rank, counted from 0. */
export const rowOf = (rank: number): number => rank + 2;

/** Steps of bishops, then of rooks; a queen and a king take all. */
export const STEPS: Int8Array = Int8Array.of(15, 17, -15, -17, 1, -1, 16, -16);
/** [8] what a step adds to an action, whose target stands at bit 6. */
export const JUMPS: Int32Array = Int32Array.of(7, 9, -7, -9, 1, -1, 8, -8).map((squares) => squares * 64);
export const KNIGHT_STEPS: Int8Array = Int8Array.of(14, 18, 31, 33, -14, -18, -31, -33);
export const KNIGHT_JUMPS: Int32Array = Int32Array.of(6, 10, 15, 17, -6, -10, -15, -17).map((squares) => squares * 64);

/** Added to a difference of cells to index the two tables below. */
export const MIDDLE = 128;
/** [256] by target − origin: bit `1 << kind` of each kind that attacks so on an empty board; pawns left out. */
export const REACH: Uint8Array = new Uint8Array(2 * MIDDLE);
/** [256] by target − origin: the step of a bishop or rook that leads there, or 0. */
export const STEP: Int8Array = new Int8Array(2 * MIDDLE);

for (const [index, step] of STEPS.entries()) {
  const line = (1 << QUEEN) | (1 << (index < 4 ? BISHOP : ROOK));
  for (let length = 1; length < 8; length++) {
    REACH[MIDDLE + length * step] = line | (length === 1 ? 1 << KING : 0);
    STEP[MIDDLE + length * step] = step;
  }
}
for (const step of KNIGHT_STEPS) REACH[MIDDLE + step] = 1 << KNIGHT;

/** The step of a player's pawns, 0 white and 1 black. */
export const forwardOf = (player: number): number => (player === 0 ? RANK : -RANK);

/** Bit 6 up is the target, bit 12 up what a pawn becomes. */
export const PROMOTIONS: Int32Array = Int32Array.of(KNIGHT, BISHOP, ROOK, QUEEN).map((kind) => kind << 12);
export const PROMOTION_RANK: readonly [number, number] = [rowOf(7), rowOf(0)];
export const PAWN_RANK: readonly [number, number] = [rowOf(1), rowOf(6)];
