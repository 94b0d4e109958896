import { availableParallelism } from "node:os";
import { makeGames } from "@vlm/mcts/node";
import type { Context } from "../command.js";
import { progress } from "../progress.js";
import type { RowsData } from "./make-rows.js";
import type { GameRow } from "./recipe.js";
import type { UnfinishedRun } from "./unfinished-run.js";

/** Threads run what was built; from there and from the sources, this is the same file. */
const module = new URL("../../dist/datagen/make-rows.js", import.meta.url);

/** Makes the games that the run lacks, in threads, and keeps their rows. What is made when the user stops is kept too. */
export async function playGames(
  run: UnfinishedRun,
  games: number,
  data: RowsData,
  { progress: stream, signal }: Context,
): Promise<void> {
  const from = Math.min(run.games, games);
  const made = run.rows;
  if (from > 0) stream.write(`vlm datagen: going on after ${from} of ${games} games, ${made} positions.\n`);
  const workers = data.options.workers ?? availableParallelism();
  const line = progress(data.options.source.replace("_", "-"), games, { stream, unit: "game", initial: from });
  const start = Date.now();
  const figures = (): Readonly<Record<string, number>> => {
    const seconds = Math.max(Date.now() - start, 1) / 1000;
    return { positions: run.rows, "positions/s": Math.round((10 * (run.rows - made)) / seconds) / 10 };
  };
  try {
    for await (const rows of makeGames<readonly GameRow[]>(module, { games, from, data, workers, signal })) {
      await run.add(rows);
      line.update(run.games, figures());
    }
  } finally {
    await run.flush();
  }
  line.update(games);
  line.finish(figures());
}
