import { writeDataset } from "@vlm/dataset/node";
import { z } from "zod";
import { type Command, command } from "../command.js";
import { checkOptions } from "../datagen/check-options.js";
import { readGivenGames } from "../datagen/given-games.js";
import { type AskedRow, checkLlavaFolder, writeLlavaFolder } from "../datagen/llava-folder.js";
import { MadeRows } from "../datagen/made-rows.js";
import { type Options, sources } from "../datagen/options.js";
import { type SplitName, type SplitPlan, splitNames } from "../datagen/split-rows.js";
import { positionRandom } from "../datagen/streams.js";
import { gameNames } from "../games/game-names.js";
import { games } from "../games/games.js";

const schema = z.object({
  output_dir: z.string().describe("folder of the dataset"),
  overwrite_output_dir: z.boolean().default(false).describe("replace a dataset or an unfinished run that stands there"),
  game: z.enum(gameNames).default("ultimate_tic_tac_toe").describe("what is played"),
  source: z
    .enum(sources)
    .default("self_play")
    .describe("where positions come from: the search's own games, random ones, games of a file, a list of positions"),
  source_file: z.string().nullable().default(null).describe("PGN, or one FEN a line, of chess"),
  num_games: z.int().min(1).nullable().default(null).describe("games; without it 24, or all of a file"),
  positions_per_game: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("drawn from each game at random; without it all"),
  simulations: z.int().min(1).default(300).describe("of the search, a position"),
  exploration_constant: z.number().min(0).default(Math.SQRT2).describe("c of the search, in units of returns"),
  epsilon: z.number().min(0).max(1).default(0.25).describe("probability of a random move in self-play"),
  eval_fraction: z
    .number()
    .min(0)
    .lt(1)
    .default(0.25)
    .describe("share that only evaluation sees: of games, or positions"),
  test_fraction: z.number().min(0).lt(1).default(0).describe("share that only a last test sees"),
  pictures: z.boolean().default(true).describe("draw the positions; tic_tac_toe and chess can be told in words"),
  image_size: z.int().min(72).default(288).describe("side of the pictures in pixels"),
  themes: z.array(z.string()).min(1).nullable().default(null).describe("looks of the pictures; without it all"),
  piece_sets: z.array(z.string()).min(1).nullable().default(null).describe("sets of chess pieces; without it all"),
  rotated_fraction: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("share of pictures turned: ultimate_tic_tac_toe's by 90, 180 or 270°, chess's to black's side"),
  llava_dir: z.string().nullable().default(null).describe("also write train, val and test.json in LLaVA's form here"),
  workers: z.int().min(0).nullable().default(null).describe("threads; without it one a core. The dataset is the same"),
  seed: z.int().default(42).describe("of play, search, looks and split"),
});

/** Positions of games, searched and drawn, as a dataset folder; in LLaVA's form too where that is wanted. */
export const datagen: Command = command({
  schema,
  async run(options, context) {
    checkOptions(options);
    const { output_dir: folder, overwrite_output_dir: overwrite, llava_dir: llava, game } = options;
    const made = new MadeRows(options, await readGivenGames(options), context);
    if (llava !== null) await checkLlavaFolder(llava, overwrite);
    // The writer looks at the folder before it asks for the first row.
    await writeDataset(
      folder,
      bySplit(options, (name) => made.rows(name)),
      {
        features: games[game].features,
        overwrite,
        info: { title: titleOf(options, made.games), license: "mit" },
      },
    );
    if (llava !== null)
      await writeLlavaFolder(
        llava,
        bySplit(options, (name) => askedRows(made, name, options)),
        { overwrite },
      );
    context.print(summary(options, await made.plan()));
    await made.finish();
    context.print(`Next: vlm train --dataset_name ${folder} --model_name_or_path MODEL --output_dir runs/adapter`);
  },
});

function bySplit<Rows>(options: Options, rows: (name: SplitName) => Rows): Readonly<Partial<Record<SplitName, Rows>>> {
  return Object.fromEntries(splitNames(options).map((name) => [name, rows(name)]));
}

async function* askedRows(made: MadeRows, split: SplitName, { game, seed }: Options): AsyncGenerator<AskedRow> {
  for await (const row of made.rows(split))
    yield { row, question: games[game].llavaQuestion(row, positionRandom("question", seed, row)) };
}

function titleOf({ game, source }: Options, games: number): string {
  const origins = {
    self_play: "games of self-play",
    random: "random games",
    pgn: "games of a PGN",
    fen: "positions of a list",
  };
  return `${game}, ${games} ${origins[source]}`;
}

function summary({ output_dir: folder, llava_dir: llava }: Options, { ids, dropped }: SplitPlan): string {
  const words = { train: "training", eval: "evaluation", test: "test" };
  const counts = Object.entries(ids).map(([name, rows]) => `${rows.size} ${words[name as SplitName]}`);
  const listed = [counts.slice(0, -1).join(", "), counts.at(-1)!].filter((part) => part !== "").join(" and ");
  const lost = `; ${dropped} dropped, for a split that is seen later holds them in one of their symmetries`;
  return `${folder}${llava === null ? "" : ` and ${llava}`}: ${listed} positions${dropped === 0 ? "" : lost}.`;
}
