import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readImageFolder } from "../node.js";
import { decodeCsv } from "./image-folder-csv.js";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vlm-image-folder-"));
});
afterAll(() => rm(root, { recursive: true }));

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await mkdtemp(join(root, "f-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, name, ".."), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}

async function values(path: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const { value, error } of readImageFolder(path)) all.push(error?.message ?? value);
  return all;
}

it("reads metadata.jsonl with 🤗's names for pictures", async () => {
  const path = await folder({
    "metadata.jsonl":
      '{"file_name":"a.png","text":"one"}\n{"file_names":["a.png","b.png"]}\nnil\n{"crop_file_name":"c.png"}\n',
  });
  expect(await values(path)).toEqual([
    { image: "a.png", text: "one" },
    { images: ["a.png", "b.png"] },
    "dataset.decodeJsonlStream: line 3 is not JSON (nil); expected one value. Mend or remove it.",
    { crop: "c.png" },
  ]);
});

it("reads metadata.csv", async () => {
  const path = await folder({ "metadata.csv": 'file_name,text\na.png,"one, ""two""\nthree"\nb.png\nc.png,\n' });
  expect(await values(path)).toEqual([
    { image: "a.png", text: 'one, "two"\nthree' },
    "dataset.readImageFolder: line 4 has 1 cells; expected 2, as the first line has. Mend or remove it.",
    { image: "c.png", text: "" },
  ]);
});

it("takes the folders for classes, and pictures alone for rows", async () => {
  const path = await folder({
    "dog/2.jpg": "",
    "cat/b.PNG": "",
    "cat/a.png": "",
    "cat/notes.txt": "",
    "README.md": "",
  });
  expect(await values(path)).toEqual([
    { image: "cat/a.png", label: "cat" },
    { image: "cat/b.PNG", label: "cat" },
    { image: "dog/2.jpg", label: "dog" },
  ]);
  expect(await values(await folder({ "b.png": "", "a.webp": "" }))).toEqual([{ image: "a.webp" }, { image: "b.png" }]);
});

it("refuses what has two meanings", async () => {
  const both = await folder({ "metadata.jsonl": "", "metadata.csv": "" });
  await expect(values(both)).rejects.toThrow(
    `dataset.readImageFolder: ${both} has metadata.jsonl and metadata.csv; expected one of them. Remove the one that does not count.`,
  );
  const mixed = await folder({ "a.png": "", "cat/b.png": "" });
  await expect(values(mixed)).rejects.toThrow(
    `dataset.readImageFolder: ${mixed} holds pictures (a.png) and folders (cat); expected pictures alone, or one folder for each class. Sort the pictures.`,
  );
  const deep = await folder({ "train/cat/b.png": "" });
  await expect(values(deep)).rejects.toThrow(
    `dataset.readImageFolder: ${deep} has a folder in the folder of a class (train/cat); expected pictures there. Name the split, or flatten the folder.`,
  );
});

describe("decodeCsv", () => {
  it("gives back any cells, quoted or not", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", " ", ",", '"', "\n", "\r", "é") });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 3 })),
        fc.constantFrom("\n", "\r\n"),
        (rows, end) => {
          const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
          const text = rows.map((cells) => cells.map(quote).join(",") + end).join("");
          expect(decodeCsv(text).map(({ cells }) => cells)).toEqual(rows);
          expect(decodeCsv(`\ufeff${text.slice(0, -end.length)}`).map(({ cells }) => cells)).toEqual(rows);
        },
      ),
    );
  });

  it("answers any text with records or a SyntaxError", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r") }), (text) => {
        try {
          decodeCsv(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
    expect(() => decodeCsv('a,b\n"c')).toThrow(
      'dataset.readImageFolder: line 2 of the CSV has a quote that is not closed ("c); expected quotes in pairs. Mend the line.',
    );
  });
});
