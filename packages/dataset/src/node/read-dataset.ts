import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe } from "../describe.js";
import type { Features } from "../features.js";
import { openParquet, type ParquetRows } from "../open-parquet.js";
import { requireColumns } from "../require-columns.js";
import type { Row } from "../row.js";
import { asidePath } from "./atomic-folder.js";
import { type Manifest, manifestName, parseManifest } from "./manifest.js";
import { verifyFile } from "./verified-file.js";

const caller = "dataset.readDataset";

export interface ReadDatasetOptions {
  /** Columns to read, all by default; every split must have them. */
  readonly columns?: readonly string[];
}

/** A dataset folder whose every byte has been checked. Holds no file open. */
export interface Dataset<R extends object = Row> {
  readonly features: Features;
  /** Names of the splits, in the order they were written. */
  readonly splits: readonly string[];
  length(split: string): number;
  /** Row `index` alone; reads only the pages that hold it. Throws outside 0 to `length(split) - 1`. */
  row(split: string, index: number): Promise<R>;
  /** All rows of the split in order; holds one row group in memory. */
  rows(split: string): AsyncGenerator<R, void, undefined>;
}

/**
 * Opens a folder that `writeDataset` made, after checking every file against the manifest.
 *
 * `R` is the caller's word for what the features say. Throws, naming the file, when one is missing, truncated, swapped, changed or not listed; and on a missing column.
 */
export async function readDataset<R extends object = Row>(
  folder: string,
  { columns }: ReadDatasetOptions = {},
): Promise<Dataset<R>> {
  const manifest = await readManifest(folder);
  await refuseStrays(folder, manifest);
  for (const record of manifest.files) await verifyFile(folder, record, manifest, caller);
  const splits = new Map<string, SplitRows<R>>();
  for (const { name, shards } of manifest.splits) {
    const opened: ParquetRows<R>[] = [];
    for (const shard of shards) {
      const source = await verifyFile(folder, shard, manifest, caller);
      const rows = await openParquet<R>(source);
      if (rows.length !== shard.rows)
        throw brokenManifest(folder, `lists ${shard.rows} rows in ${shard.path}, which has ${rows.length}`);
      if (columns !== undefined) requireColumns(rows.features, columns, { caller: `${caller}: ${shard.path}` });
      opened.push(columns === undefined ? rows : await openParquet<R>(source, { columns }));
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
  };
}

/** Shards end to end. */
class SplitRows<R extends object> {
  readonly features: Features;
  readonly length: number;
  readonly #name: string;
  readonly #shards: readonly ParquetRows<R>[];

  constructor(name: string, shards: readonly ParquetRows<R>[]) {
    this.#name = name;
    this.#shards = shards;
    this.features = shards[0]!.features;
    this.length = shards.reduce((sum, shard) => sum + shard.length, 0);
  }

  row(index: number): Promise<R> {
    let offset = index;
    for (const shard of this.#shards) {
      if (Number.isInteger(index) && index >= 0 && offset < shard.length) return shard.row(offset);
      offset -= shard.length;
    }
    throw new RangeError(
      `dataset.row: row ${describe(index)} of ${this.length} in ${this.#name}; expected 0 to ${this.length - 1}. Check it against \`length\`.`,
    );
  }

  async *rows(): AsyncGenerator<R, void, undefined> {
    for (const shard of this.#shards) yield* shard.rows();
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
