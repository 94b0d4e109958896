import { type GroupSplit, splitByGroup } from "@vlm/dataset";
import { writeDataset } from "@vlm/dataset/node";
import { type UltimateState, ultimateTicTacToe } from "@vlm/games";
import { random, type SelfPlayMove, selfPlay } from "@vlm/mcts";
import { drawUltimateTicTacToe, rotations, type ThemeName, themeNames } from "@vlm/render";
import { encodePng } from "@vlm/render/node";
import { features, positionKey, row, type UltimateRow } from "@vlm/tasks";
import { z } from "zod";
import { type Command, type Context, command } from "../command.js";
import { progress } from "../progress.js";

const schema = z.object({
  output_dir: z.string().describe("folder of the dataset"),
  overwrite_output_dir: z.boolean().default(false).describe("replace a dataset that stands there"),
  game: z.enum([ultimateTicTacToe.name]).default(ultimateTicTacToe.name).describe("what is played"),
  num_games: z.int().min(2).default(24).describe("games of self-play"),
  simulations: z.int().min(1).default(300).describe("of the search, a move"),
  epsilon: z.number().min(0).max(1).default(0.25).describe("probability of a random move"),
  eval_fraction: z.number().gt(0).lt(1).default(0.25).describe("share of the games that only evaluation sees"),
  image_size: z.int().min(72).default(288).describe("side of the pictures in pixels"),
  themes: z
    .array(z.enum(themeNames as [ThemeName, ...ThemeName[]]))
    .min(1)
    .default([...themeNames])
    .describe(`looks of the pictures, a list of ${themeNames.join(", ")}`),
  rotated_fraction: z.number().min(0).max(1).default(0.5).describe("share of the pictures turned by 90, 180 or 270°"),
  seed: z.int().default(42).describe("of self-play, looks and split"),
});

type Options = z.output<typeof schema>;

/** Self-play to a dataset folder of pictures, labels and explanations. */
export const datagen: Command = command({
  schema,
  async run(options, context) {
    // Rows are made when the writer asks for the first, which is after it has looked at the folder.
    let split: Promise<GroupSplit<UltimateRow>> | null = null;
    const rows = async function* (name: "train" | "eval"): AsyncGenerator<UltimateRow> {
      split ??= playRows(options, context).then((played) => splitRows(played, options));
      yield* (await split).splits[name] ?? [];
    };
    const { output_dir: folder } = options;
    await writeDataset(
      folder,
      { train: rows("train"), eval: rows("eval") },
      {
        features,
        overwrite: options.overwrite_output_dir,
        info: { title: `${options.game}, ${options.num_games} games of self-play`, license: "mit" },
      },
    );
    const { splits, dropped } = await split!;
    context.print(
      `${folder}: ${splits.train!.length} training and ${splits.eval!.length} evaluation positions; ` +
        `${dropped.length} dropped from training, for evaluation holds them in one of their symmetries.`,
    );
    context.print(`Next: vlm train --dataset_name ${folder} --model_name_or_path MODEL --output_dir runs/adapter`);
  },
});

/** Every position of every game as a row: searched, drawn in some look, perhaps turned. */
async function playRows(options: Options, { progress: stream, signal }: Context): Promise<readonly UltimateRow[]> {
  const { num_games: games, simulations, epsilon, seed } = options;
  const line = progress("self-play", games, { stream, unit: "game" });
  const rows: UltimateRow[] = [];
  for (const move of selfPlay(ultimateTicTacToe, { games, simulations, epsilon, seed })) {
    signal.throwIfAborted();
    rows.push(await drawRow(move, options));
    line.update(move.game, { positions: rows.length });
  }
  line.update(games);
  line.finish({ positions: rows.length });
  return rows;
}

async function drawRow(
  { game, ply, state, search }: SelfPlayMove<UltimateState, number>,
  { image_size: size, themes, rotated_fraction: rotated, seed }: Options,
): Promise<UltimateRow> {
  // A stream of its own for each position: looks do not depend on what was played before.
  const draw = random(seed, 1 + 1000 * game + ply);
  const theme = themes[Math.floor(draw() * themes.length)]!;
  const rotation = draw() < rotated ? rotations[1 + Math.floor(draw() * 3)]! : 0;
  const image = await encodePng(drawUltimateTicTacToe(state, { size, theme, rotation }));
  return row({ id: `g${game}-p${ply}`, game, ply, state, search, rotation, image });
}

function splitRows(rows: readonly UltimateRow[], { eval_fraction: held, seed }: Options): GroupSplit<UltimateRow> {
  return splitByGroup(rows, {
    group: ({ game }) => game,
    key: positionKey,
    fractions: { train: 1 - held, eval: held },
    seed,
  });
}
