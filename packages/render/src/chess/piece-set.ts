import type { Drawing } from "../shape/drawing.js";

/** In the order of a chess state's codes: 1 to 6 are White's, 7 to 12 Black's. */
export const pieceKinds = ["pawn", "knight", "bishop", "rook", "queen", "king"] as const;
export type PieceKind = (typeof pieceKinds)[number];

/** How the twelve pieces look. */
export interface PieceSet {
  readonly white: Readonly<Record<PieceKind, Drawing>>;
  readonly black: Readonly<Record<PieceKind, Drawing>>;
}

/** A drawing for each kind. */
export function everyKind(draw: (kind: PieceKind) => Drawing): Readonly<Record<PieceKind, Drawing>> {
  const [pawn, knight, bishop, rook, queen, king] = pieceKinds.map(draw) as [
    Drawing,
    Drawing,
    Drawing,
    Drawing,
    Drawing,
    Drawing,
  ];
  return { pawn, knight, bishop, rook, queen, king };
}
