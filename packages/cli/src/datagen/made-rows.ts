import type { Context } from "../command.js";
import { games } from "../games/games.js";
import type { GivenGames } from "./given-games.js";
import type { Options } from "./options.js";
import { playGames } from "./play-games.js";
import type { GameRow } from "./recipe.js";
import { planSplits, type SplitName, type SplitPlan } from "./split-rows.js";
import { UnfinishedRun } from "./unfinished-run.js";

/** The rows of a run, by split. Games are played when the first row is asked for. */
export class MadeRows {
  readonly #options: Options;
  readonly #given: GivenGames | null;
  readonly #context: Context;
  readonly #games: number;
  #made: Promise<{ readonly run: UnfinishedRun; readonly plan: SplitPlan }> | null = null;

  constructor(options: Options, given: GivenGames | null, context: Context) {
    this.#options = options;
    this.#given = given;
    this.#context = context;
    const { num_games: wanted } = options;
    this.#games = given ? Math.min(given.games.length, wanted ?? given.games.length) : (wanted ?? 24);
  }

  async *rows(split: SplitName): AsyncGenerator<GameRow, void, undefined> {
    const { run, plan } = await this.#make();
    for await (const row of run.read(this.#games)) if (plan.ids[split]!.has(row.id)) yield row;
  }

  async plan(): Promise<SplitPlan> {
    return (await this.#make()).plan;
  }

  get games(): number {
    return this.#games;
  }

  /** Forgets the rows: they stand where they belong. */
  async finish(): Promise<void> {
    const { run } = await this.#make();
    await run.remove();
  }

  #make(): Promise<{ readonly run: UnfinishedRun; readonly plan: SplitPlan }> {
    this.#made ??= this.#play();
    return this.#made;
  }

  async #play(): Promise<{ readonly run: UnfinishedRun; readonly plan: SplitPlan }> {
    const options = this.#options;
    const recipe = games[options.game];
    const run = await UnfinishedRun.open(options.output_dir, {
      settings: settingsOf(options, this.#given),
      features: recipe.features,
      restart: options.overwrite_output_dir,
    });
    await playGames(run, this.#games, { options, given: this.#given?.games ?? null }, this.#context);
    return { run, plan: await planSplits(run.read(this.#games), recipe, options) };
  }
}

/** What the rows of a game depend on, besides its number. */
function settingsOf(options: Options, given: GivenGames | null): Readonly<Record<string, unknown>> {
  const { output_dir, overwrite_output_dir, num_games, eval_fraction, test_fraction, llava_dir, workers, ...rest } =
    options;
  return { ...rest, source_file: given?.sha256 ?? null };
}
