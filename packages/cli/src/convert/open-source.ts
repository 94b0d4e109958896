import { type Stats, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readDataset, readImageFolder, readJsonRows } from "@vlm/dataset/node";
import { UsageError } from "../config/usage-error.js";
import { openParquetFiles } from "./parquet-files.js";
import type { Source } from "./source.js";

/**
 * Finds out what lies at `path`: a dataset folder, Parquet files, JSON, or a folder of pictures.
 *
 * @throws UsageError where nothing lies there that can be read.
 */
export async function openSource(path: string, split: string): Promise<Source> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(
      `vlm convert: --input ${path} cannot be read (${cause.code}); expected a file or folder. Check the path.`,
      { cause },
    );
  });
  return found.isDirectory() ? openFolder(path, split) : openFile(path, found);
}

async function openFile(path: string, { size }: Stats): Promise<Source> {
  if (/\.parquet$/i.test(path)) return openParquetFiles([path], dirname(path));
  if (/\.(jsonl|ndjson|json)$/i.test(path)) return jsonSource(path, size);
  throw new UsageError(
    `vlm convert: --input ${path} is of no kind that it reads; expected .parquet, .jsonl, .ndjson or .json, or a folder. Rename the file.`,
  );
}

async function openFolder(folder: string, split: string): Promise<Source> {
  const names = await readdir(folder);
  if (names.includes("MANIFEST.json")) return datasetSource(folder, split);
  const json = [`${split}.jsonl`, `${split}.json`].filter((name) => names.includes(name));
  if (json.length === 1) {
    const path = join(folder, json[0]!);
    return jsonSource(path, statSync(path).size);
  }
  const shards = await findShards(folder, names, split);
  if (shards.length > 0) return openParquetFiles(shards, folder);
  if (json.length === 0) return imageFolderSource((await isFolder(join(folder, split))) ? join(folder, split) : folder);
  throw new UsageError(
    `vlm convert: ${folder} has ${json.join(" and ")}; expected one file of the split ${split}. Name the file as --input.`,
  );
}

async function datasetSource(folder: string, split: string): Promise<Source> {
  const dataset = await readDataset(folder);
  const total = dataset.length(split);
  return {
    kind: "dataset folder",
    total,
    unit: "row",
    imageRoot: folder,
    async *rows() {
      let index = 0;
      for await (const value of dataset.rows(split)) yield { place: `row ${index++}`, value, done: index };
    },
  };
}

function jsonSource(path: string, size: number): Source {
  return {
    kind: "JSON",
    total: Math.ceil(size / 1024),
    unit: "KiB",
    imageRoot: dirname(path),
    async *rows() {
      for await (const { place, value, error, bytesRead } of readJsonRows(path))
        yield { place, value, ...(error && { error }), done: Math.ceil(bytesRead / 1024) };
    },
  };
}

function imageFolderSource(folder: string): Source {
  return {
    kind: "image folder",
    total: Number.POSITIVE_INFINITY,
    unit: "row",
    imageRoot: folder,
    async *rows() {
      for await (const { place, value, error, index } of readImageFolder(folder))
        yield { place, value, ...(error && { error }), done: index + 1 };
    },
  };
}

/** Shards of the split by 🤗's names, or all where none is named for a split. */
async function findShards(folder: string, names: readonly string[], split: string): Promise<readonly string[]> {
  const inData = names.includes("data") ? (await readdir(join(folder, "data"))).map((name) => `data/${name}`) : [];
  const parquet = [...names, ...inData].filter((name) => name.endsWith(".parquet")).sort();
  const ofSplit = parquet.filter((name) => /([^/]*)$/.exec(name)![1]!.match(/^\w+?(?=[-.])/)?.[0] === split);
  if (ofSplit.length === 0 && parquet.length > 0)
    throw new UsageError(
      `vlm convert: ${folder} has no Parquet file of the split ${split} (found ${parquet.slice(0, 3).join(", ")}); expected ${split}-00000-of-00001.parquet or the like. Set --split, or name one file as --input.`,
    );
  return ofSplit.map((name) => join(folder, name));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
