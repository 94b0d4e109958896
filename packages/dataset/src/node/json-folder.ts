import { mkdir, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { recoverFolder, writeFolder } from "./atomic-folder.js";
import { syncFolder, writeNewFile } from "./durable-file.js";
import { ImageFiles } from "./image-folder-files.js";
import { JsonFile } from "./json-file-writer.js";
import { isSplitName } from "./shard-path.js";

const caller = "dataset.writeJsonFolder";

/** One value a line, one array, or the layout of 🤗 `imagefolder`: `metadata.jsonl`, pictures under `file_name` or `file_names`. */
export type JsonFormat = "jsonl" | "json" | "imagefolder";

export interface WriteJsonFolderOptions {
  readonly format: JsonFormat;
  /** Names the file: `train.jsonl`; with `imagefolder` the folder of the split. */
  readonly split?: string;
  /** Whether a folder that holds only what this function writes may be replaced. */
  readonly overwrite?: boolean;
}

/**
 * Writes rows as JSON into a folder, with their pictures as files beside it, named by their hash: `images/3f/3f…e1.png`.
 *
 * A cell `{ bytes, path }` anywhere in a row becomes the file's path, relative to the JSON file; null fields are left out.
 * The folder appears whole or not at all. Throws on a picture of a kind it does not know, and on a folder that stands there.
 */
export async function writeJsonFolder(
  folder: string,
  rows: Iterable<object> | AsyncIterable<object>,
  { format, split = "train", overwrite = false }: WriteJsonFolderOptions,
): Promise<{ readonly rows: number; readonly images: number }> {
  if (!isSplitName(split))
    throw new TypeError(
      `${caller}: ${JSON.stringify(split)} cannot name a split; expected letters, digits and underscores, and not "all" (🤗 datasets' rule). Rename it.`,
    );
  await recoverFolder(folder);
  await claim(folder, overwrite);
  let counts = { rows: 0, images: 0 };
  const fill = async (temporary: string): Promise<void> => {
    const home = format === "imagefolder" ? join(temporary, split) : temporary;
    await mkdir(home, { recursive: true });
    counts = await writeRows(home, rows, format, format === "imagefolder" ? "metadata.jsonl" : `${split}.${format}`);
    await writeNewFile(
      join(temporary, marker),
      "Written by @vlm/dataset, which may replace this folder when asked to.\n",
    );
    await syncFolder(home);
    await claim(folder, overwrite);
  };
  await writeFolder(folder, fill, { replace: overwrite });
  return counts;
}

async function writeRows(
  home: string,
  rows: Iterable<object> | AsyncIterable<object>,
  format: JsonFormat,
  name: string,
): Promise<{ rows: number; images: number }> {
  const images = new ImageFiles(home);
  const file = await JsonFile.create(join(home, name), format === "json" ? "array" : "lines");
  try {
    for await (const row of rows) {
      if (format === "imagefolder") checkImageFolderRow(row, file.rows);
      const stored = (await images.replace(row)) as object;
      await file.add(format === "imagefolder" ? withFileNames(stored) : stored);
    }
    await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
  await images.sync();
  return { rows: file.rows, images: images.count };
}

/** 🤗's builder breaks on an empty list of pictures, and on a folder without any. */
function checkImageFolderRow(row: object, index: number): void {
  const { images } = row as { images?: unknown };
  if ("image" in row || (Array.isArray(images) && images.length > 0)) return;
  throw new TypeError(
    `${caller}: row ${index} has no images, which 🤗 imagefolder cannot load; expected at least one in every row. Choose another format.`,
  );
}

/** 🤗's names for columns of pictures: `file_name` is read as `image`, `file_names` as `images`. */
function withFileNames(row: object): object {
  const renamed: Readonly<Record<string, string>> = { image: "file_name", images: "file_names" };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [renamed[name] ?? name, value]));
}

/** Tells a folder of ours from one that looks like it. Hidden, so that 🤗 datasets passes over it. */
const marker = ".vlm-json-folder";

/** Paths that this module writes beside its marker; a folder with any other is never replaced. */
const ours = /^(\w+\/)?((\w+\.)*\w+\.jsonl?|images\/[0-9a-f]{2}\/[0-9a-f]{64}\.[a-z]{3,4})$/;

async function claim(folder: string, overwrite: boolean): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw new Error(
        `${caller}: ${folder} cannot be listed (${error.code}); expected a folder or nothing. Choose another name.`,
        { cause: error },
      );
    },
  );
  const found = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  if (found.length > 0 && !overwrite)
    throw new Error(
      `${caller}: ${folder} is not empty; expected no folder or an empty one. Pass overwrite: true to replace it.`,
    );
  const isOurs = found.length === 0 || found.includes(marker);
  const foreign = found.find((path) => !isOurs || (path !== marker && !ours.test(path)));
  if (foreign !== undefined)
    throw new Error(
      `${caller}: ${folder} holds ${foreign}, which replacing it would delete; expected what this function wrote alone. Choose another folder or remove this one yourself.`,
    );
}
