import { type Feature, integer, list, picture, real, text } from "../feature.js";

const square: Feature = { global_row: integer, global_col: integer, local_row: integer, local_col: integer };

/** The columns of an `UltimateRow`, in their order, for the Parquet file. */
export const features: Readonly<Record<string, Feature>> = {
  id: text,
  game: integer,
  ply: integer,
  image: picture,
  player: integer,
  allowed_squares: list(integer),
  best_move: square,
  chain_of_thought: text,
  legal_moves: list(square),
  ascii_board: text,
  unplayable_boards: list(list(integer)),
  global_state: list({ ...(square as Readonly<Record<string, Feature>>), player: integer }),
  rotation_angle: integer,
  visits: list(integer),
  values: list(real),
};
