import { type Feature, integer, list, picture, real, text } from "../feature.js";

/** The columns of a `TicTacToeRow`, in their order, for the Parquet file. */
export const ticTacToeFeatures: Readonly<Record<string, Feature>> = {
  id: text,
  game: integer,
  ply: integer,
  image: picture,
  state_str: text,
  player_mark: text,
  legal_actions: list(integer),
  action: integer,
  action_str: text,
  chain_of_thought: text,
  visits: list(integer),
  values: list(real),
};
