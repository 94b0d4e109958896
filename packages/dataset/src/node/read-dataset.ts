import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe } from "../describe.js";
import type { Features } from "../features.js";
import { type BatchOptions, defaultCacheBytes, openFile, type ParquetRows, parquetRows } from "../open-parquet.js";
import { ByteCache } from "../parquet/byte-cache.js";
import { checkPositiveInteger } from "../positive-integer.js";
import type { Row } from "../row.js";
import { asidePath } from "./atomic-folder.js";
import { type Manifest, manifestName, parseManifest } from "./manifest.js";
import { verifiableFile } from "./verified-file.js";

const caller = "dataset.readDataset";

export interface ReadDatasetOptions {
  /** Columns to read, all by default; every split must have them. */
  readonly columns?: readonly string[];
  /**
   * When the bytes are checked against the manifest: all before anything is read (`"open"`), or a shard before its first
   * row is (`"use"`), for datasets so large that reading them twice takes long.
   */
  readonly verify?: "open" | "use";
  /** Memory for what `row` has decoded, for all shards together. */
  readonly cacheBytes?: number;
}

/** A dataset folder; no row of a file that is not what was written is ever given. Holds no file open. */
export interface Dataset<R extends object = Row> {
  readonly features: Features;
  /** Names of the splits, in the order they were written. */
  readonly splits: readonly string[];
  length(split: string): number;
  /** Row `index` alone; reads its row group, or its pages where the group is large. Throws outside 0 to `length(split) - 1`. */
  row(split: string, index: number): Promise<R>;
  /** All rows of the split in order; holds a few megabytes in memory. */
  rows(split: string): AsyncGenerator<R, void, undefined>;
  /** The same rows, several at a time: faster where rows are small. */
  batches(split: string, options?: BatchOptions): AsyncGenerator<R[], void, undefined>;
}

/**
 * Opens a folder that `writeDataset` made, after checking every file against the manifest.
 *
 * `R` is the caller's word for what the features say. Throws, naming the file, when one is missing, truncated, swapped, changed or not listed; and on a missing column.
 */
export async function readDataset<R extends object = Row>(
  folder: string,
  { columns, verify = "open", cacheBytes = defaultCacheBytes }: ReadDatasetOptions = {},
): Promise<Dataset<R>> {
  checkPositiveInteger("cacheBytes", cacheBytes, caller);
  const cache = new ByteCache(cacheBytes);
  const manifest = await readManifest(folder);
  await refuseStrays(folder, manifest);
  for (const record of manifest.files) await (await verifiableFile(folder, record, manifest, caller)).verify();
  const splits = new Map<string, SplitRows<R>>();
  for (const { name, shards } of manifest.splits) {
    const opened: Shard<R>[] = [];
    for (const shard of shards) {
      const source = await verifiableFile(folder, shard, manifest, caller);
      if (verify === "open") await source.verify();
      const named = columns === undefined ? {} : { columns };
      const file = await openFile(source, { ...named, caller: `${caller}: ${shard.path}` });
      if (file.footer.rows !== shard.rows)
        throw brokenManifest(folder, `lists ${shard.rows} rows in ${shard.path}, which has ${file.footer.rows}`);
      opened.push({ rows: parquetRows<R>(file, cache, shard.path), verify: () => source.verify() });
    }
    splits.set(name, new SplitRows(name, opened));
  }
  const find = (name: string): SplitRows<R> => {
    const split = splits.get(name);
    if (split === undefined)
      throw new RangeError(
        `dataset.split: ${folder} has no split ${JSON.stringify(name)}; expected one of ${[...splits.keys()].join(", ")}. Check the name.`,
      );
    return split;
  };
  return {
    features: [...splits.values()][0]!.features,
    splits: [...splits.keys()],
    length: (split) => find(split).length,
    row: async (split, index) => find(split).row(index),
    rows: (split) => find(split).rows(),
    batches: (split, options) => find(split).batches(options),
  };
}

interface Shard<R extends object> {
  readonly rows: ParquetRows<R>;
  /** Throws unless the shard is what was written; reads it the first time. */
  readonly verify: () => Promise<void>;
}

/** Shards end to end. */
class SplitRows<R extends object> {
  readonly features: Features;
  readonly length: number;
  readonly #name: string;
  readonly #shards: readonly Shard<R>[];

  constructor(name: string, shards: readonly Shard<R>[]) {
    this.#name = name;
    this.#shards = shards;
    this.features = shards[0]!.rows.features;
    this.length = shards.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  async row(index: number): Promise<R> {
    let offset = index;
    for (const { rows, verify } of this.#shards) {
      if (Number.isInteger(index) && index >= 0 && offset < rows.length) {
        await verify();
        return rows.row(offset);
      }
      offset -= rows.length;
    }
    throw new RangeError(
      `dataset.row: row ${describe(index)} of ${this.length} in ${this.#name}; expected 0 to ${this.length - 1}. Check it against \`length\`.`,
    );
  }

  async *rows(): AsyncGenerator<R, void, undefined> {
    for await (const batch of this.batches()) yield* batch;
  }

  async *batches(options?: BatchOptions): AsyncGenerator<R[], void, undefined> {
    for (const { rows, verify } of this.#shards) {
      await verify();
      yield* rows.batches(options);
    }
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), "utf8").catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw new Error(
      `${caller}: ${folder} has no ${manifestName}; expected a dataset folder. ${await whereItWent(folder)}`,
      { cause },
    );
  });
  const manifest = parseManifest(text);
  if (manifest === null) throw brokenManifest(folder, "is not as it was written");
  return manifest;
}

async function whereItWent(folder: string): Promise<string> {
  const aside = asidePath(folder);
  const isAside = await readdir(aside).then(
    () => true,
    () => false,
  );
  return isAside
    ? `A run that was replacing it was killed: rename ${aside} back, or write the dataset again.`
    : "Write it with writeDataset, or check the path.";
}

function brokenManifest(folder: string, what: string): Error {
  return new Error(
    `${caller}: ${manifestName} in ${folder} ${what}; expected the manifest that writeDataset made. Fetch or write the dataset again.`,
  );
}

/** 🤗 datasets loads every file that matches a split's pattern: one that we would not read must not lie there. */
async function refuseStrays(folder: string, { splits }: Manifest): Promise<void> {
  const listed = new Set(splits.flatMap(({ shards }) => shards.map(({ path }) => path)));
  const names = await readdir(join(folder, "data")).catch(() => []);
  const stray = names.map((name) => `data/${name}`).find((path) => !listed.has(path));
  if (stray !== undefined)
    throw new Error(
      `${caller}: ${stray} in ${folder} is not in the manifest; expected the listed shards alone. Remove it, or fetch or write the dataset again.`,
    );
}
