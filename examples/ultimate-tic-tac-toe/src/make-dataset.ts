import { progress } from "@vlm/cli/progress";
import { splitByGroup } from "@vlm/dataset";
import { readDataset, writeDataset } from "@vlm/dataset/node";
import { ultimateTicTacToe as game } from "@vlm/games";
import { random, selfPlay } from "@vlm/mcts";
import { drawUltimateTicTacToe, rotations, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { features, positionKey, row, type UltimateRow } from "@vlm/tasks";

export interface DatasetRows {
  readonly train: readonly UltimateRow[];
  readonly held: readonly UltimateRow[];
}

/** Self-play of the search, every position drawn and labelled in the frame of its picture, as a folder of Parquet files. */
export async function makeDataset(
  folder: string,
  {
    games,
    heldOut,
    simulations,
    seed,
  }: { games: number; heldOut: readonly number[]; simulations: number; seed: number },
): Promise<DatasetRows> {
  const played: UltimateRow[] = [];
  const bar = progress("self-play", games, { unit: "game" });
  for (const move of selfPlay(game, { games, simulations, epsilon: 0.15, seed })) {
    const { game: number, ply, state, search } = move;
    const chance = random(seed, 100 * number + ply);
    const rotation = chance() < 0.3 ? 0 : rotations[1 + Math.floor(3 * chance())]!;
    const theme = themeNames[Math.floor(themeNames.length * chance())]!;
    const image = await encodePng(drawUltimateTicTacToe(state, { rotation, theme }));
    played.push(row({ id: `game-${number}-ply-${ply}`, game: number, ply, state, search, rotation, image }));
    bar.update(number);
  }
  bar.update(games);
  bar.finish({ positions: played.length });

  // No game, and no symmetry class of a position, stands on both sides.
  const sides = { group: ({ game }: UltimateRow) => game, key: positionKey, fractions: { eval: heldOut } };
  const { splits, dropped } = splitByGroup(played, sides);
  await writeDataset(folder, splits, { features, overwrite: true });

  // From here on only what the files say counts.
  const dataset = await readDataset<UltimateRow>(folder);
  const [train, held] = [await rows(dataset.rows("train")), await rows(dataset.rows("eval"))];
  console.log(
    `${folder}: ${train.length} positions to train on and ${held.length} held out; ` +
      `${dropped.length} dropped that equal a held-out one in one of its eight symmetries`,
  );
  return { train, held };
}

async function rows(source: AsyncIterable<UltimateRow>): Promise<UltimateRow[]> {
  const all: UltimateRow[] = [];
  for await (const each of source) all.push(each);
  return all;
}
