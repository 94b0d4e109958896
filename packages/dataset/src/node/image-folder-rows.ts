import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { decodeJsonlStream, type JsonRow } from "../jsonl-stream.js";
import { decodeCsv } from "./image-folder-csv.js";

const caller = "dataset.readImageFolder";

const largestCsv = 256 * 2 ** 20;

/**
 * The rows of a folder in the layout of 🤗 `imagefolder`: those of `metadata.jsonl` or `metadata.csv`, with `file_name` as
 * `image` and `file_names` as `images`; or else every picture, with the name of its class's folder as `label`.
 *
 * Pictures stay paths, relative to `folder`. Classes and pictures come in the order of their names.
 */
export async function* readImageFolder(folder: string): AsyncGenerator<JsonRow> {
  const names = await readdir(folder);
  const metadata = ["metadata.jsonl", "metadata.csv"].filter((name) => names.includes(name));
  if (metadata.length === 2)
    throw new Error(
      `${caller}: ${folder} has metadata.jsonl and metadata.csv; expected one of them. Remove the one that does not count.`,
    );
  const [name] = metadata;
  if (name === undefined) yield* readPictures(folder);
  else
    for await (const row of name === "metadata.csv" ? readCsv(join(folder, name)) : readJsonl(join(folder, name)))
      yield { ...row, value: withImages(row.value) };
}

function readJsonl(path: string): AsyncGenerator<JsonRow> {
  return decodeJsonlStream(createReadStream(path, { highWaterMark: 1 << 20 }));
}

async function* readCsv(path: string): AsyncGenerator<JsonRow> {
  const { size } = await stat(path);
  if (size > largestCsv)
    throw new RangeError(
      `${caller}: ${path} has ${size} bytes; expected at most ${largestCsv}, for a CSV file is read whole. Write metadata.jsonl instead.`,
    );
  const [head, ...records] = decodeCsv(await readFile(path, "utf8"));
  for (const [index, { line, cells }] of records.entries()) {
    const place = `line ${line}`;
    const entries = head!.cells.map((name, column) => [name, cells[column]] as const);
    const bytesRead = Math.floor((size * (index + 1)) / records.length);
    const fits = cells.length === head!.cells.length;
    const message = `${caller}: ${place} has ${cells.length} cells; expected ${head!.cells.length}, as the first line has. Mend or remove it.`;
    yield {
      index,
      place,
      value: fits ? Object.fromEntries(entries) : undefined,
      ...(!fits && { error: new SyntaxError(message) }),
      bytesRead,
    };
  }
}

/** 🤗's rule: `file_name` is the column `image`, `file_names` is `images`, `x_file_name` is `x`. */
function withImages(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, cell]) => [columnOf(name), cell as unknown]));
}

function columnOf(name: string): string {
  if (name === "file_name") return "image";
  if (name === "file_names") return "images";
  return name.replace(/_file_names?$/, "");
}

const isPicture = (name: string): boolean => /\.(png|jpe?g|webp|gif|bmp|tiff?)$/i.test(name);

async function* readPictures(folder: string): AsyncGenerator<JsonRow> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort(byName);
  const classes = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const flat = entries.filter((entry) => !entry.isDirectory() && isPicture(entry.name)).map(({ name }) => name);
  if (classes.length > 0 && flat.length > 0)
    throw new Error(
      `${caller}: ${folder} holds pictures (${flat[0]}) and folders (${classes[0]}); expected pictures alone, or one folder for each class. Sort the pictures.`,
    );
  let index = 0;
  const row = (value: object, path: string): JsonRow => ({ index: index++, place: path, value, bytesRead: 0 });
  for (const name of flat) yield row({ image: name }, name);
  for (const label of classes) {
    const inside = (await readdir(join(folder, label), { withFileTypes: true })).sort(byName);
    const deeper = inside.find((entry) => entry.isDirectory());
    if (deeper)
      throw new Error(
        `${caller}: ${folder} has a folder in the folder of a class (${label}/${deeper.name}); expected pictures there. Name the split, or flatten the folder.`,
      );
    for (const { name } of inside)
      if (isPicture(name)) yield row({ image: `${label}/${name}`, label }, `${label}/${name}`);
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
