import { createHash } from "node:crypto";
import { type FileHandle, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type ByteSource, type Features, openParquet } from "@vlm/dataset";
import { readDataset, writeDataset } from "@vlm/dataset/node";
import type { Case, Context, Outputs, Rival, Work } from "../case.js";
import { commentedPng } from "./commented-png.js";
import { conversations } from "./conversations.js";
import { peakBytes } from "./peak.js";
import { picture, positions } from "./positions.js";

const features: Features = {
  id: { _type: "Value", dtype: "string" },
  image: { _type: "Image" },
  answer: { _type: "Value", dtype: "string" },
};

/** A row as far as these cases look. */
interface PictureRow {
  readonly id: string;
  readonly image: { readonly bytes: Uint8Array; readonly path: string | null };
  readonly answer: string;
}

/** Some at a time, as pyarrow's rival takes its record batches. */
type Batches = AsyncIterable<readonly PictureRow[]>;

const rivals: readonly Rival[] = [
  { name: "pyarrow, rows" },
  // Columns without a Python object for each cell: less than a row for the asking.
  { name: "pyarrow, record batches", counts: false },
];

/** Every row of one shard of game pictures; the last case also checks the shard's SHA-256, which pyarrow does not. */
export const parquet: readonly Case[] = [
  {
    ...stated("parquet", "every row of a shard of pictures, all columns"),
    goal: 0.7,
    async open(context) {
      const { shard } = await dataset(context);
      const handle = await open(shard);
      const source = fileSource(handle, (await handle.stat()).size);
      return { ...work(async () => (await openParquet<PictureRow>(source)).batches()), close: () => handle.close() };
    },
  },
  {
    ...stated("parquet-views", "the same, pictures as views of memory that the next rows may overwrite"),
    goal: 0.7,
    async open(context) {
      const { shard } = await dataset(context);
      const handle = await open(shard);
      const source = fileSource(handle, (await handle.stat()).size);
      const views = async (): Promise<Batches> => (await openParquet<PictureRow>(source)).batches({ views: true });
      return { ...work(views), close: () => handle.close() };
    },
  },
  {
    ...stated("parquet-checked", "the same, opened as a dataset whose every byte is checked first"),
    peakLimitBytes: 250e6,
    async open(context) {
      const { folder } = await dataset(context);
      return {
        ...work(async () => (await readDataset<PictureRow>(folder)).batches("train")),
        peakBytes: () => peakBytes(folder),
      };
    },
  },
];

function stated(name: string, about: string): Omit<Case, "open"> {
  return { name, about, items: 1, unit: "shard", warmUpCalls: 2, rivals };
}

function work(open: () => Promise<Batches>): Work {
  return {
    async run() {
      let bytes = 0;
      for await (const batch of await open()) for (const { image } of batch) bytes += image.bytes.length;
      return bytes;
    },
    async output(): Promise<Outputs> {
      const hash = createHash("sha256");
      let count = 0;
      for await (const batch of await open()) {
        for (const { id, image, answer } of batch) hash.update(id).update(image.bytes).update(answer);
        count += batch.length;
      }
      return { rows: Int32Array.of(count), sha256: Int32Array.from(hash.digest()) };
    },
  };
}

const made = new WeakMap<Context, Promise<{ readonly folder: string; readonly shard: string }>>();

/** The dataset that both cases read: one shard of at least 200 MB, or 1 GB. */
function dataset(context: Context): Promise<{ readonly folder: string; readonly shard: string }> {
  const known = made.get(context);
  if (known) return known;
  const making = makeDataset(context);
  made.set(context, making);
  return making;
}

async function makeDataset(context: Context): Promise<{ readonly folder: string; readonly shard: string }> {
  const leastBytes = context.large ? 1.05e9 : 2.1e8;
  const pool = 256;
  const shown = positions(context, 8 * pool);
  const answers = conversations(shown, pool).map((messages) => JSON.stringify(messages));
  const pictures: Uint8Array[] = [];
  for (let index = 0; index < pool; index++) pictures.push(await picture(shown[index]!, index, 448));
  const line = context.progress("shard", leastBytes, { unit: "byte" });
  const rows = function* (): Generator<PictureRow> {
    for (let index = 0, bytes = 0; bytes < leastBytes; index++) {
      const id = `row-${index}`;
      const png = commentedPng(pictures[index % pool]!, id);
      bytes += png.length;
      line.update(bytes);
      yield { id, image: { bytes: png, path: null }, answer: answers[index % pool]! };
    }
  };
  const folder = join(context.folder, "dataset");
  await writeDataset(
    folder,
    { train: rows() },
    {
      features,
      rowsPerShard: 1_000_000,
      bytesPerShard: 4_000_000_000,
    },
  );
  line.finish();
  const [name] = await readdir(join(folder, "data"));
  return { folder, shard: join(folder, "data", name!) };
}

function fileSource(handle: FileHandle, byteLength: number): ByteSource {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const bytes = new Uint8Array(end - start);
      await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
}
