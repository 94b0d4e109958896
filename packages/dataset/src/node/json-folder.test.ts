import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { conversationRow, keptBy } from "../conversation/conversation-row.test.kit.js";
import {
  type ConversationRow,
  emptyShape,
  formNames,
  forms,
  mergeShapes,
  readConversation,
  shapeOf,
} from "../index.js";
import { openImageRoot, readDataset, readImageFolder, readJsonRows, writeDataset, writeJsonFolder } from "../node.js";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vlm-json-folder-"));
});
afterAll(() => rm(root, { recursive: true }));

const png = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 1]);
const formats = ["parquet", "jsonl", "json", "imagefolder"] as const;
const cases = formNames.flatMap((form) => formats.map((format) => [form, format] as const));

it.each(cases)("%s through %s gives every conversation back", async (name, format) => {
  const form = forms[name];
  await fc.assert(
    fc.asyncProperty(fc.array(conversationRow, { minLength: 1, maxLength: 8 }), async (rows) => {
      const usable = rows.filter(({ images }) => format !== "imagefolder" || images.length > 0);
      const kept = usable.flatMap((row) => keptBy(name, row) ?? []);
      if (kept.length === 0) return;
      const shape = kept.map(shapeOf).reduce(mergeShapes, emptyShape);
      const values = kept.map((row) => form.write(row, shape));
      const folder = await mkdtemp(join(root, "case-"));
      const read: ConversationRow[] = [];
      if (format === "parquet") {
        await writeDataset(folder, { train: values }, { features: form.features(shape) });
        for await (const value of (await readDataset(folder)).rows("train"))
          read.push(readConversation(value) as ConversationRow);
      } else {
        await writeJsonFolder(folder, values, { format });
        const home = format === "imagefolder" ? join(folder, "train") : folder;
        const images = await openImageRoot(home);
        const source = format === "imagefolder" ? readImageFolder(home) : readJsonRows(join(home, `train.${format}`));
        for await (const { value } of source) {
          const row = readConversation(value);
          const cells = await Promise.all(row.images.map((image) => images.read(image as string)));
          read.push({ ...row, images: cells.map(({ bytes }) => ({ bytes, path: null })) });
        }
      }
      expect(read).toEqual(kept);
      await rm(folder, { recursive: true });
    }),
    { numRuns: 4 },
  );
});

it("writes equal pictures once, under their hash, and leaves nulls out", async () => {
  const folder = join(root, "hashes");
  const row = {
    id: "a",
    tools: null,
    images: [
      { bytes: png, path: "../../evil.png" },
      { bytes: png, path: null },
    ],
  };
  expect(await writeJsonFolder(folder, [row, row], { format: "json", split: "eval" })).toEqual({ rows: 2, images: 1 });
  const [file, ...rest] = (await readdir(join(folder, "images"), { recursive: true })).filter((name) =>
    name.includes("."),
  );
  expect(rest).toEqual([]);
  const path = `images/${file}`;
  const line = `{"id":"a","images":["${path}","${path}"]}`;
  expect(await readFile(join(folder, "eval.json"), "utf8")).toBe(`[\n${line},\n${line}\n]\n`);
  expect(path).toMatch(/^images\/([0-9a-f]{2})\/\1[0-9a-f]{62}\.png$/);
});

it("leaves nothing of a run that failed", async () => {
  const rows = (async function* () {
    yield { image: { bytes: png, path: null } };
    throw new Error("the rows end here");
  })();
  await expect(writeJsonFolder(join(root, "failed"), rows, { format: "jsonl" })).rejects.toThrow("the rows end here");
  const odd = [{ image: { bytes: Uint8Array.of(1, 2, 3), path: null } }];
  await expect(writeJsonFolder(join(root, "failed"), odd, { format: "jsonl" })).rejects.toThrow(
    "dataset.writeJsonFolder: a picture of 3 bytes is of no kind known here; expected PNG, JPEG, WebP, GIF, BMP or TIFF. Encode it as one of these.",
  );
  const bare = [{ images: [{ bytes: png, path: null }] }, { images: [] }];
  await expect(writeJsonFolder(join(root, "failed"), bare, { format: "imagefolder" })).rejects.toThrow(
    "dataset.writeJsonFolder: row 1 has no images, which 🤗 imagefolder cannot load; expected at least one in every row. Choose another format.",
  );
  expect((await readdir(root)).filter((name) => name.includes("failed"))).toEqual([]);
});

it("replaces what it wrote when asked to, and nothing else ever", async () => {
  const folder = join(root, "twice");
  await writeJsonFolder(folder, [{ id: "1" }], { format: "jsonl" });
  await expect(writeJsonFolder(folder, [{ id: "2" }], { format: "jsonl" })).rejects.toThrow(
    `dataset.writeJsonFolder: ${folder} is not empty; expected no folder or an empty one. Pass overwrite: true to replace it.`,
  );
  await writeJsonFolder(folder, [{ id: "2" }], { format: "json", overwrite: true });
  expect(await readdir(folder)).toEqual([".vlm-json-folder", "train.json"]);
  const foreign = join(root, "foreign");
  await mkdir(foreign);
  await writeFile(join(foreign, "train.json"), "[]");
  await expect(writeJsonFolder(foreign, [], { format: "json", overwrite: true })).rejects.toThrow(
    `dataset.writeJsonFolder: ${foreign} holds train.json, which replacing it would delete; expected what this function wrote alone. Choose another folder or remove this one yourself.`,
  );

  await mkdir(join(folder, "images"));
  await writeFile(join(folder, "images", "holiday.png"), png);
  await expect(writeJsonFolder(folder, [], { format: "json", overwrite: true })).rejects.toThrow(
    `dataset.writeJsonFolder: ${folder} holds images/holiday.png, which replacing it would delete; expected what this function wrote alone. Choose another folder or remove this one yourself.`,
  );
  await expect(writeJsonFolder(join(folder, "train.json"), [], { format: "json" })).rejects.toThrow(
    `dataset.writeJsonFolder: ${join(folder, "train.json")} cannot be listed (ENOTDIR); expected a folder or nothing. Choose another name.`,
  );
  await expect(writeJsonFolder(join(root, "x"), [], { format: "json", split: "a/b" })).rejects.toThrow(
    'dataset.writeJsonFolder: "a/b" cannot name a split; expected letters, digits and underscores, and not "all" (🤗 datasets\' rule). Rename it.',
  );
});

it("tells an array from lines by the first character, where the name does not", async () => {
  const path = join(root, "lines.json");
  const read = async (): Promise<unknown[]> => {
    const all: unknown[] = [];
    for await (const { value } of readJsonRows(path)) all.push(value);
    return all;
  };
  await writeFile(path, '{"a":1}\n{"a":2}\n');
  expect(await read()).toEqual([{ a: 1 }, { a: 2 }]);
  await writeFile(path, '\n [{"a":1},\n{"a":2}]');
  expect(await read()).toEqual([{ a: 1 }, { a: 2 }]);
});
