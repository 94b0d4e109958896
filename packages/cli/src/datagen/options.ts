import type { GameName } from "../games/game-names.js";

export const sources = ["self_play", "random", "pgn", "fen"] as const;

/** What `vlm datagen` can be told, by the names of the command line. */
export interface Options {
  readonly output_dir: string;
  readonly overwrite_output_dir: boolean;
  readonly game: GameName;
  readonly source: (typeof sources)[number];
  readonly source_file: string | null;
  readonly num_games: number | null;
  readonly positions_per_game: number | null;
  readonly simulations: number;
  readonly exploration_constant: number;
  readonly epsilon: number;
  readonly eval_fraction: number;
  readonly test_fraction: number;
  readonly pictures: boolean;
  readonly image_size: number;
  readonly themes: readonly string[] | null;
  readonly piece_sets: readonly string[] | null;
  readonly rotated_fraction: number;
  readonly llava_dir: string | null;
  readonly workers: number | null;
  readonly seed: number;
}
