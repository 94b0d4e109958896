import type { ChessState } from "@vlm/games";
import { type ChessColor, type ChessPiece, COLORS, kindOf, ownerOf } from "./piece.js";
import { SQUARES, squareName } from "./square.js";

/** What no picture shows, as FEN tells it. */
export interface ChessMetadata {
  readonly side_to_move: ChessColor;
  /** `"KQkq"`, `"-"`. */
  readonly castling_rights: string;
  /** `"e3"`, where a pawn may capture there. */
  readonly en_passant: string | null;
  readonly halfmove_clock: number;
  readonly fullmove_number: number;
}

/** The pieces as the eye finds them, from the top left, where that color is at the bottom. */
export function piecesOf({ squares }: ChessState, bottom: ChessColor): readonly ChessPiece[] {
  const reading = SQUARES.map((square) => (bottom === "white" ? square ^ 56 : square ^ 7));
  return reading
    .filter((square) => squares[square] !== 0)
    .map((square) => {
      const piece = squares[square]!;
      return { square: squareName(square), color: COLORS[ownerOf(piece)], kind: kindOf(piece) };
    });
}

export function metadataOf({ player, castling, enPassant, halfmoves, fullmoves }: ChessState): ChessMetadata {
  return {
    side_to_move: COLORS[player],
    castling_rights: [..."KQkq"].filter((_, bit) => castling & (1 << bit)).join("") || "-",
    en_passant: enPassant < 0 ? null : squareName(enPassant),
    halfmove_clock: halfmoves,
    fullmove_number: fullmoves,
  };
}
