import { join } from "node:path";
import { commands, vlm } from "@vlm/cli";

/** `vlm datagen` of positions from random games, or those of a PGN: a dataset folder, and LLaVA's form of it. */
export async function makeDataset(
  folder: string,
  { games, pgn }: { readonly games: number; readonly pgn: string | undefined },
): Promise<string> {
  const llava = join(folder, "llava");
  const source = pgn === undefined ? ["random", "--num_games", String(games)] : ["pgn", "--source_file", pgn];
  const code = await vlm(
    [
      ...["datagen", "--game", "chess", "--output_dir", join(folder, "dataset"), "--llava_dir", llava],
      ...["--source", ...source, "--positions_per_game", "8", "--simulations", "100"],
      ...["--image_size", "448", "--eval_fraction", "0.1", "--test_fraction", "0.2", "--overwrite_output_dir"],
    ],
    commands,
    { print: console.log, progress: process.stderr, signal: new AbortController().signal },
  );
  if (code !== 0) process.exit(code);
  return llava;
}
