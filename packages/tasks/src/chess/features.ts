import { type Feature, integer, list, picture, real, text } from "../feature.js";

/** The columns of a `ChessRow`, in their order, for the Parquet file. */
export const chessFeatures: Readonly<Record<string, Feature>> = {
  id: text,
  game: integer,
  ply: integer,
  image: picture,
  fen: text,
  bottom: text,
  pieces: list({ square: text, color: text, kind: text }),
  metadata: {
    side_to_move: text,
    castling_rights: text,
    en_passant: text,
    halfmove_clock: integer,
    fullmove_number: integer,
  },
  legal_moves: list(text),
  best_move: text,
  best_move_san: text,
  chain_of_thought: text,
  visits: list(integer),
  values: list(real),
};
