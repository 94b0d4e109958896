import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { encodeParquet, type Features, openParquet, type ParquetRows } from "@vlm/dataset";
import { UsageError } from "../config/usage-error.js";
import { writeWholeFile } from "../write-file.js";
import { syncFolder, writeDurably } from "./durable-file.js";
import type { GameRow } from "./recipe.js";

/** Rows in memory before they are written, and the longest that they wait. */
const rowsPerPart = 500;
const msPerPart = 5_000;

/** Rows of the games `first` to `next` − 1, on the disk. */
interface Part {
  readonly name: string;
  readonly first: number;
  readonly next: number;
}

/**
 * The rows made so far of a dataset that is not finished, in a hidden folder beside its place, so that a run that was killed
 * goes on where it was. A part appears whole or not at all; what is in it depends on the number of the game alone.
 */
export class UnfinishedRun {
  readonly #folder: string;
  readonly #features: Features;
  #parts: readonly Part[] = [];
  #pending: GameRow[] = [];
  #pendingNext = 0;
  #lastWrite = Date.now();
  #rows = 0;

  private constructor(folder: string, features: Features) {
    this.#folder = folder;
    this.#features = features;
  }

  /**
   * Opens what an earlier run left beside `output`, or begins.
   *
   * @param settings what the rows depend on
   * @throws UsageError where a run with other settings is unfinished, unless `restart`
   */
  static async open(
    output: string,
    {
      settings,
      features,
      restart,
    }: { settings: Readonly<Record<string, unknown>>; features: Features; restart: boolean },
  ): Promise<UnfinishedRun> {
    const target = resolve(output);
    const folder = join(dirname(target), `.unfinished-${basename(target)}`);
    const path = join(folder, "settings.json");
    const found = await readFile(path, "utf8").catch(() => null);
    const other = found === null ? null : difference(JSON.parse(found), settings);
    if (other !== null && !restart)
      throw new UsageError(
        `vlm datagen: an unfinished run for ${output} has ${other}; expected the same, to go on with it. Give the options of that run, or set overwrite_output_dir to begin anew.`,
      );
    if (found === null || other !== null) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      await writeWholeFile(path, `${JSON.stringify(settings, null, 2)}\n`);
    }
    const run = new UnfinishedRun(folder, features);
    await run.#list();
    return run;
  }

  /** Games whose rows are here; the next one has this number. */
  get games(): number {
    return Math.max(this.#pendingNext, this.#parts.at(-1)?.next ?? 0);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds the rows of the next game; they are on the disk within seconds. */
  async add(rows: readonly GameRow[]): Promise<void> {
    this.#pendingNext = this.games + 1;
    this.#pending.push(...rows);
    this.#rows += rows.length;
    if (this.#pending.length >= rowsPerPart || Date.now() - this.#lastWrite >= msPerPart) await this.flush();
  }

  /** Writes what is in memory. */
  async flush(): Promise<void> {
    this.#lastWrite = Date.now();
    if (this.#pending.length === 0) return;
    const first = this.#parts.at(-1)?.next ?? 0;
    const part = { name: `games-${first}-${this.#pendingNext}.parquet`, first, next: this.#pendingNext };
    const path = join(this.#folder, part.name);
    const temporary = `${path}.tmp`;
    await rm(temporary, { force: true });
    await writeDurably(temporary, encodeParquet(this.#pending, { features: this.#features }));
    await rename(temporary, path);
    await syncFolder(this.#folder);
    this.#parts = [...this.#parts, part];
    this.#pending = [];
  }

  /** Rows of the games below `games`, in order; one part in memory. */
  async *read(games: number): AsyncGenerator<GameRow, void, undefined> {
    await this.flush();
    for (const { name, first } of this.#parts) {
      if (first >= games) return;
      for await (const row of (await this.#open(name)).rows()) if (row.game < games) yield row;
    }
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }

  /** Finds the parts that follow on each other from game 0. */
  async #list(): Promise<void> {
    const names = await readdir(this.#folder);
    const found = names.flatMap((name) => {
      const [, first, next] = /^games-(\d+)-(\d+)\.parquet$/.exec(name) ?? [];
      return next === undefined ? [] : [{ name, first: Number(first), next: Number(next) }];
    });
    const parts: Part[] = [];
    for (const part of found.sort((a, b) => a.first - b.first || b.next - a.next))
      if (part.first === (parts.at(-1)?.next ?? 0)) parts.push(part);
    this.#parts = parts;
    for (const { name } of parts) this.#rows += (await this.#open(name)).length;
  }

  async #open(name: string): Promise<ParquetRows<GameRow>> {
    return openParquet<GameRow>(await readFile(join(this.#folder, name)), { features: this.#features });
  }
}

/** The first setting in which the two differ, as words about the first. */
function difference(
  unfinished: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>>,
): string | null {
  for (const name of new Set([...Object.keys(settings), ...Object.keys(unfinished)])) {
    const [before, now] = [JSON.stringify(unfinished[name]), JSON.stringify(settings[name])];
    if (before !== now) return `${name} ${before ?? "unset"}, not ${now ?? "unset"}`;
  }
  return null;
}
