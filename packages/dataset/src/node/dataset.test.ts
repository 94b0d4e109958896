import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { collect } from "../../fixtures/collect.mjs";
import { gameFeatures, gameRows } from "../../fixtures/game-rows.mjs";
import type { Features } from "../features.js";
import { readDataset, writeDataset } from "../node.js";

const train = [...gameRows(10, { seed: 1 })];
const held = [...gameRows(3, { seed: 2 })];
const options = { features: gameFeatures, rowsPerGroup: 2, rowsPerShard: 4 };
const shards = ["eval-00000-of-00001", "train-00000-of-00003", "train-00001-of-00003", "train-00002-of-00003"];

let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "vlm-dataset-"));
});
afterAll(() => rm(root, { recursive: true }));

let count = 0;
beforeEach(() => {
  folder = join(root, `${count++}`, "set");
});

const siblings = (): Promise<string[]> => readdir(join(folder, ".."));

describe("a dataset folder", () => {
  it("gives back its rows by split, in order and one by one, over shards and row groups", async () => {
    await writeDataset(folder, { train, eval: held }, options);
    expect((await readdir(join(folder, "data"))).sort()).toEqual(shards.map((name) => `${name}.parquet`));
    const dataset = await readDataset(folder);
    expect(dataset.features).toEqual(gameFeatures);
    expect(dataset.splits).toEqual(["train", "eval"]);
    expect([dataset.length("train"), dataset.length("eval")]).toEqual([10, 3]);
    expect(await collect(dataset.rows("train"))).toEqual(train);
    expect(await collect(dataset.rows("eval"))).toEqual(held);
    for (const index of [9, 0, 3, 4, 5]) expect(await dataset.row("train", index)).toEqual(train[index]);
    expect(await siblings()).toEqual(["set"]);
  });

  it("takes rows as they come and reads the named columns alone", async () => {
    async function* stream(): AsyncGenerator<object> {
      for (const row of train) yield await Promise.resolve(row);
    }
    await writeDataset(folder, { train: stream() }, options);
    const dataset = await readDataset<{ ply: number }>(folder, { columns: ["ply"] });
    expect(await dataset.row("train", 5)).toEqual({ ply: 5 });
    expect(Object.keys(dataset.features)).toEqual(["ply"]);
  });

  it("gives rows in batches, over shards", async () => {
    await writeDataset(folder, { train }, options);
    const dataset = await readDataset(folder);
    expect((await collect(dataset.batches("train"))).flat()).toEqual(train);
    for (const batch of await collect(dataset.batches("train", { batchRows: 1 }))) expect(batch).toHaveLength(1);
  });

  it("gives pictures as views of what was read when told to", async () => {
    await writeDataset(folder, { train }, options);
    const dataset = await readDataset<(typeof train)[number]>(folder);
    const given: object[] = [];
    for await (const batch of dataset.batches("train", { views: true }))
      for (const { image, ...row } of batch) {
        expect(image.bytes.buffer.byteLength).toBeGreaterThan(image.bytes.length);
        given.push({ ...row, image: { ...image, bytes: image.bytes.slice() } });
      }
    expect(given).toEqual(train);
  });

  it("cuts row groups and shards by bytes, and leaves a larger row by itself", async () => {
    const features: Features = { image: { _type: "Image" } };
    const rows = [1, 1, 1, 8, 1, 1, 1].map((size) => ({ image: { bytes: new Uint8Array(size * 1000), path: null } }));
    await writeDataset(folder, { train: rows }, { features, bytesPerGroup: 2500, bytesPerShard: 5000 });
    const dataset = await readDataset(folder);
    const groups = (await collect(dataset.batches("train"))).map((batch) => batch.length);
    expect(groups).toEqual([2, 1, 1, 2, 1]);
    expect(await readdir(join(folder, "data"))).toHaveLength(3);
    expect((await collect(dataset.rows("train"))).length).toBe(7);
  });

  it("reads every row in a shuffled order without reading every row group for each", async () => {
    const features: Features = { n: { _type: "Value", dtype: "int32" } };
    const rows = Array.from({ length: 3000 }, (_, n) => ({ n }));
    await writeDataset(folder, { train: rows }, { features, rowsPerGroup: 100, rowsPerShard: 1000 });
    const read: unknown[] = [];
    const dataset = await readDataset<{ n: number }>(folder);
    // 1009 and 3000 have no common divisor: every row once.
    for (let at = 0; at < 3000; at++) read.push((await dataset.row("train", (at * 1009) % 3000)).n);
    expect(read).toEqual(rows.map((_, at) => (at * 1009) % 3000));
  });

  it("is the same to the byte for the same rows", async () => {
    await writeDataset(folder, { train }, options);
    await writeDataset(`${folder}-2`, { train }, options);
    const manifest = (of: string) => readFile(join(of, "MANIFEST.json"), "utf8");
    expect(await manifest(`${folder}-2`)).toBe(await manifest(folder));
  });

  it("refuses a missing column, an unknown split and a row outside, by name", async () => {
    await writeDataset(folder, { train }, options);
    await expect(readDataset(folder, { columns: ["id", "messages"] })).rejects.toThrow(
      "dataset.readDataset: data/train-00000-of-00003.parquet: missing column messages; found id, game, ply, image,",
    );
    const dataset = await readDataset(folder);
    expect(() => dataset.length("test")).toThrow(
      `dataset.split: ${folder} has no split "test"; expected one of train. Check the name.`,
    );
    for (const index of [-1, 10, 1.5])
      await expect(dataset.row("train", index)).rejects.toThrow(
        `dataset.row: row ${index} (number) of 10 in train; expected 0 to 9. Check it against \`length\`.`,
      );
  });
});

describe("writeDataset", () => {
  it("leaves nothing behind when a row does not fit or the rows fail", async () => {
    const bad = [...train.slice(0, 7), { ...train[7], ply: "8" }];
    await expect(writeDataset(folder, { train: bad }, options)).rejects.toThrow(
      'dataset.writeDataset: split train: row 7: column ply is "8" (string); expected an integer from −2³¹ to 2³¹ − 1 or null. Convert the value or change the feature.',
    );
    const failure = new Error("search ran out of time");
    function* failing(): Generator<object> {
      yield* train;
      throw failure;
    }
    await expect(writeDataset(folder, { eval: held, train: failing() }, options)).rejects.toBe(failure);
    expect(await siblings()).toEqual([]);
  });

  it("leaves the former dataset when replacing it fails", async () => {
    await writeDataset(folder, { train }, options);
    await expect(writeDataset(folder, { train: [{}] }, { ...options, overwrite: true })).rejects.toThrow(
      "column id is undefined",
    );
    expect(await collect((await readDataset(folder)).rows("train"))).toEqual(train);
    expect(await siblings()).toEqual(["set"]);
  });

  it("refuses a split without rows, which 🤗 datasets cannot load", async () => {
    await expect(writeDataset(folder, { train, eval: [] }, options)).rejects.toThrow(
      "dataset.writeDataset: the split eval has no rows; expected at least one, for 🤗 datasets cannot load an empty split. Leave it out or change the fractions.",
    );
    expect(await siblings()).toEqual([]);
  });

  it.each([
    [{}, {}, "there are no splits; expected rows by split. Pass { train: rows }."],
    [
      { "../train": [] },
      {},
      '"../train" cannot name a split; expected letters, digits and underscores, and not "all" (🤗 datasets\' rule). Rename it.',
    ],
    [{ all: [] }, {}, '"all" cannot name a split;'],
    [{ a: [], A: [] }, {}, "the split A differs from another only in case; expected names that differ. Rename one."],
    [{ train }, { rowsPerShard: 0 }, "rowsPerShard is 0; expected a positive integer. Leave it out for the default."],
    [
      { train },
      { rowsPerGroup: 1.5 },
      "rowsPerGroup is 1.5; expected a positive integer. Leave it out for the default.",
    ],
    [
      { train },
      { bytesPerGroup: -1 },
      "bytesPerGroup is -1; expected a positive integer. Leave it out for the default.",
    ],
    [{ train }, { bytesPerShard: 0 }, "bytesPerShard is 0; expected a positive integer. Leave it out for the default."],
    [{ train }, { features: {} }, "features has no fields; Parquet needs at least one. Name a field or leave it out."],
  ])("refuses the splits %j with %j before any work", async (splits, wrong, message) => {
    await expect(writeDataset(folder, splits, { ...options, ...wrong })).rejects.toThrow(
      `dataset.writeDataset: ${message}`,
    );
    await expect(siblings()).rejects.toThrow("ENOENT");
  });

  it("writes into an empty folder", async () => {
    await mkdir(folder, { recursive: true });
    await writeDataset(folder, { train }, options);
    expect((await readDataset(folder)).length("train")).toBe(10);
  });

  it("replaces a dataset only when told to", async () => {
    await writeDataset(folder, { train }, options);
    await expect(writeDataset(folder, { train: held }, options)).rejects.toThrow(
      `dataset.writeDataset: ${folder} already holds a dataset; expected no folder or an empty one. Pass overwrite: true to replace it.`,
    );
    await writeDataset(folder, { train: held }, { ...options, overwrite: true });
    expect(await collect((await readDataset(folder)).rows("train"))).toEqual(held);
    expect(await siblings()).toEqual(["set"]);
  });

  it("never replaces what is not its own", async () => {
    const overwriting = { ...options, overwrite: true };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "thesis.txt"), "years of work");
    await expect(writeDataset(folder, { train }, overwriting)).rejects.toThrow(
      `dataset.writeDataset: ${folder} is not empty and not a dataset (found thesis.txt); expected no folder, an empty one or a dataset with a MANIFEST.json. Choose another folder or remove this one yourself.`,
    );
    await writeFile(join(folder, "MANIFEST.json"), "{}");
    await expect(writeDataset(folder, { train }, overwriting)).rejects.toThrow(
      "is not empty and not a dataset (found MANIFEST.json, thesis.txt)",
    );
    expect(await readFile(join(folder, "thesis.txt"), "utf8")).toBe("years of work");

    const kept = join(folder, "..", "kept");
    await writeDataset(kept, { train }, options);
    await mkdir(join(kept, "notes"));
    await writeFile(join(kept, "notes", "thesis.txt"), "years of work");
    await expect(writeDataset(kept, { train }, overwriting)).rejects.toThrow(
      `dataset.writeDataset: ${kept} holds a dataset and other files (notes/thesis.txt), which replacing it would delete; expected the dataset alone. Move them away first.`,
    );
    const file = join(folder, "thesis.txt");
    await expect(writeDataset(file, { train }, overwriting)).rejects.toThrow(
      `dataset.writeDataset: ${file} is a file; expected a folder or nothing. Choose another name.`,
    );
  });
});

describe("readDataset", () => {
  const shard = (name: string): string => join(folder, "data", `${name}.parquet`);
  beforeEach(() => writeDataset(folder, { train, eval: held }, options));

  it("refuses any flipped bit in any file, by name", async () => {
    const files = ["MANIFEST.json", "README.md", ...shards.map((name) => `data/${name}.parquet`)];
    const flip = fc.record({
      file: fc.constantFrom(...files),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bit: fc.nat({ max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(flip, async ({ file, at, bit }) => {
        const path = join(folder, file);
        const bytes = await readFile(path);
        const spoilt = Uint8Array.from(bytes);
        spoilt[Math.floor(at * bytes.length)]! ^= 1 << bit;
        await writeFile(path, spoilt);
        const refusal = expect(readDataset(folder)).rejects;
        // A flip in the manifest may as well accuse the file that it speaks of.
        await refusal.toThrow(
          file === "MANIFEST.json"
            ? /^dataset\.readDataset: (MANIFEST\.json|README\.md|data\/)/
            : `dataset.readDataset: ${file} in ${folder} has changed since it was written`,
        );
        await writeFile(path, bytes);
      }),
      { numRuns: 300 },
    );
    await expect(readDataset(folder)).resolves.toBeDefined();
  });

  it("verifies a shard on its first use when told to, and gives no row of one that has changed", async () => {
    const spoilt = shard(shards[2]!);
    const bytes = await readFile(spoilt);
    bytes[60]! ^= 1;
    await writeFile(spoilt, bytes);
    const dataset = await readDataset<object>(folder, { verify: "use" });
    const refusal = `dataset.readDataset: data/${shards[2]}.parquet in ${folder} has changed since it was written`;
    expect(await dataset.row("train", 3)).toEqual(train[3]);
    await expect(dataset.row("train", 4)).rejects.toThrow(refusal);
    const given: object[] = [];
    const reading = (async () => {
      for await (const row of dataset.rows("train")) given.push(row);
    })();
    await expect(reading).rejects.toThrow(refusal);
    expect(given).toEqual(train.slice(0, 4));
    expect(await collect(dataset.rows("eval"))).toEqual(held);
    await truncate(spoilt, 100);
    await expect(readDataset(folder, { verify: "use" })).rejects.toThrow("has 100 bytes (truncated)");
  });

  it("refuses a missing and a truncated shard, by name", async () => {
    const [held0, first] = shards.map(shard) as [string, string];
    await truncate(first, 100);
    await expect(readDataset(folder)).rejects.toThrow(
      new RegExp(
        `^dataset\\.readDataset: data/train-00000-of-00003\\.parquet in ${folder} has 100 bytes \\(truncated\\); expected the \\d+ bytes that the manifest lists\\. Fetch or write the dataset again\\.$`,
      ),
    );
    await rm(held0);
    await rm(first);
    await expect(readDataset(folder)).rejects.toThrow(
      `dataset.readDataset: data/train-00000-of-00003.parquet in ${folder} is missing; expected the `,
    );
  });

  it("refuses two swapped shards, by name", async () => {
    const features: Features = { n: { _type: "Value", dtype: "int32" } };
    await writeDataset(folder, { train: [{ n: 1 }, { n: 2 }] }, { features, rowsPerShard: 1, overwrite: true });
    const [first, second] = [shard("train-00000-of-00002"), shard("train-00001-of-00002")];
    await rename(first, join(root, "spare"));
    await rename(second, first);
    await rename(join(root, "spare"), second);
    await expect(readDataset(folder)).rejects.toThrow(
      `data/train-00000-of-00002.parquet in ${folder} holds the bytes of data/train-00001-of-00002.parquet (swapped);`,
    );
  });

  it("refuses a shard that the manifest does not list, which 🤗 datasets would load", async () => {
    await cp(shard(shards[1]!), shard("train-00003-of-00003"));
    await expect(readDataset(folder)).rejects.toThrow(
      `dataset.readDataset: data/train-00003-of-00003.parquet in ${folder} is not in the manifest; expected the listed shards alone. Remove it, or fetch or write the dataset again.`,
    );
  });

  it("refuses a manifest that was edited, and a folder without one", async () => {
    const path = join(folder, "MANIFEST.json");
    const text = await readFile(path, "utf8");
    const refusal = `dataset.readDataset: MANIFEST.json in ${folder} is not as it was written; expected the manifest that writeDataset made. Fetch or write the dataset again.`;
    for (const edited of [
      text.slice(0, -2),
      text.replace("data/train-00000", "data/../../x"),
      text.replace('"rows": 10', '"rows": 11'),
      `${text}\n`,
      "null",
    ]) {
      await writeFile(path, edited);
      await expect(readDataset(folder)).rejects.toThrow(refusal);
    }
    const moved = text.replace('"rows": 4', '"rows": 3').replace('"rows": 4', '"rows": 5');
    await writeFile(path, moved);
    await expect(readDataset(folder)).rejects.toThrow("lists 3 rows in data/train-00000-of-00003.parquet, which has 4");
    await rm(path);
    await expect(readDataset(folder)).rejects.toThrow(
      `dataset.readDataset: ${folder} has no MANIFEST.json; expected a dataset folder. Write it with writeDataset, or check the path.`,
    );
  });

  it("refuses a shard that changes after the dataset was opened", async () => {
    const dataset = await readDataset(folder);
    await writeDataset(folder, { train: held, eval: train }, { ...options, overwrite: true });
    await expect(dataset.row("train", 0)).rejects.toThrow(
      /^dataset\.readDataset: data\/train-00000-of-00003\.parquet in .* is missing/,
    );
    await expect(collect(dataset.rows("eval"))).rejects.toThrow(/is missing|has changed since the dataset was opened/);
  });
});
