// Kinds are white's codes; black's are six higher, and so is everything that is indexed by a piece.
export const EMPTY = 0;
export const PAWN = 1;
export const KNIGHT = 2;
export const BISHOP = 3;
export const ROOK = 4;
export const QUEEN = 5;
export const KING = 6;
/** Added to a kind for black's piece. */
export const BLACK = 6;
/** The code of mailbox cells off the board. */
export const OUTSIDE = 15;

export const WHITE_KING_SIDE = 1;
export const WHITE_QUEEN_SIDE = 2;
export const BLACK_KING_SIDE = 4;
export const BLACK_QUEEN_SIDE = 8;

/** Letters of FEN by code. */
export const LETTERS = " PNBRQKpnbrqk";

/** Whether the piece is one of `side`'s, 0 white or 6 black. */
export function belongs(piece: number, side: number): boolean {
  return (piece - side - 1) >>> 0 < KING;
}
