export const KINDS = ["pawn", "knight", "bishop", "rook", "queen", "king"] as const;
export type ChessKind = (typeof KINDS)[number];

export const COLORS = ["white", "black"] as const;
export type ChessColor = (typeof COLORS)[number];

/** A piece in the keys that answers and datasets use. */
export interface ChessPiece {
  /** `"e4"`. */
  readonly square: string;
  readonly color: ChessColor;
  readonly kind: ChessKind;
}

export const KING = 6;

/** Points of a kind, 1 to 6, at its place; a king has none. */
export const POINTS: readonly number[] = [0, 1, 3, 3, 5, 9, 0];

/** 1 to 6 for a piece's code, whoever owns it; 0 for an empty square. */
export function kindCode(piece: number): number {
  return piece > 6 ? piece - 6 : piece;
}

/** `"knight"`. */
export function kindOf(piece: number): ChessKind {
  return KINDS[kindCode(piece) - 1]!;
}

/** 0 white, 1 black. */
export function ownerOf(piece: number): 0 | 1 {
  return piece > 6 ? 1 : 0;
}

/** `"White"`. */
export function sideOf(player: number): "White" | "Black" {
  return player === 0 ? "White" : "Black";
}

/** The code of a piece named by color and kind, or 0 where they name none. */
export function pieceNamed(color: unknown, kind: unknown): number {
  const owner = COLORS.indexOf(color as ChessColor);
  const code = KINDS.indexOf(kind as ChessKind) + 1;
  return owner < 0 || code === 0 ? 0 : 6 * owner + code;
}
