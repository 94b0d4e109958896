/** A 🤗 `Features` object as JSON: a struct is a plain object of features. */
export type Feature =
  | { readonly _type: "Value"; readonly dtype: "string" | "int32" | "int64" | "float32" | "float64" | "bool" }
  | { readonly _type: "Image" }
  | { readonly _type: "List"; readonly feature: Feature }
  | { readonly [column: string]: Feature };

const text: Feature = { _type: "Value", dtype: "string" };
const integer: Feature = { _type: "Value", dtype: "int32" };
const real: Feature = { _type: "Value", dtype: "float64" };
const square: Feature = { global_row: integer, global_col: integer, local_row: integer, local_col: integer };

function list(feature: Feature): Feature {
  return { _type: "List", feature };
}

/** The columns of an `UltimateRow`, in their order, for the Parquet file. */
export const features: Readonly<Record<string, Feature>> = {
  id: text,
  game: integer,
  ply: integer,
  image: { _type: "Image" },
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
