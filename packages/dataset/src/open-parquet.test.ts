import { readFileSync } from "node:fs";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { collect } from "../fixtures/collect.mjs";
import { gameFeatures, gameRows } from "../fixtures/game-rows.mjs";
import { featuresToMetadata } from "./huggingface-metadata.js";
import { type ByteSource, encodeParquet, type Features, type ImageCell, openParquet } from "./index.js";
import { toParquetSchema } from "./parquet-schema.js";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
const ids: Features = { id: { _type: "Value", dtype: "string" } };
const whole = encodeParquet([{ id: "a" }, { id: "b" }], { features: ids });

/** The bytes as a source that counts what is taken of it. */
function counting(bytes: Uint8Array): { source: ByteSource; fetched: { bytes: number } } {
  const fetched = { bytes: 0 };
  const slice = (start: number, end = bytes.length): ArrayBuffer => {
    fetched.bytes += end - start;
    return bytes.slice(start, end).buffer as ArrayBuffer;
  };
  return { source: { byteLength: bytes.length, slice }, fetched };
}

/** A cell as fixtures/huggingface.json spells it. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

describe("openParquet", () => {
  it("reads what 🤗 datasets wrote (tools/python/make_dataset_fixture.py, datasets 5.0.1)", async () => {
    const file = await openParquet(fixture("huggingface.parquet"));
    const expected = JSON.parse(new TextDecoder().decode(fixture("huggingface.json"))) as unknown[];
    expect((await collect(file.rows())).map(plain)).toEqual(expected);
    expect(plain(await file.row(6))).toEqual(expected[6]);
    expect(file.features.images).toEqual({ _type: "List", feature: { _type: "Image" } });
  });

  it("reads bytes from memory, a Blob and ranges alike", async () => {
    const ranges: ByteSource = {
      byteLength: whole.length,
      slice: async (start, end) => whole.slice(start, end).buffer as ArrayBuffer,
    };
    const shifted = new Uint8Array([0, 0, 0, ...whole]).subarray(3);
    for (const bytes of [whole, whole.slice().buffer, new Blob([whole.slice()]), ranges, shifted])
      expect(await (await openParquet(bytes)).row(1)).toEqual({ id: "b" });
  });

  it("fetches only the row group that holds a row, and once", async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => ({ id: `${index * 0.1}`.padStart(1000, "0") }));
    const { source, fetched } = counting(encodeParquet(rows, { features: ids, rowsPerGroup: 500 }));
    const file = await openParquet(source);
    fetched.bytes = 0;
    expect(await file.row(1500)).toEqual(rows[1500]);
    expect(fetched.bytes).toBeGreaterThan(0);
    expect(fetched.bytes).toBeLessThan(source.byteLength / 4);
    fetched.bytes = 0;
    expect(await file.row(1999)).toEqual(rows[1999]);
    expect(fetched.bytes).toBe(0);
  });

  it("fetches of a large row group only the pages that hold a row", async () => {
    const image = (index: number): ImageCell => ({ bytes: new Uint8Array(400_000).fill(index), path: null });
    const rows = Array.from({ length: 50 }, (_, index) => ({ image: image(index), at: [index, null], name: "same" }));
    const features: Features = {
      image: { _type: "Image" },
      at: { _type: "List", feature: { _type: "Value", dtype: "int32" } },
      name: { _type: "Value", dtype: "string" },
    };
    const { source, fetched } = counting(encodeParquet(rows, { features, bytesPerGroup: 1e9 }));
    expect(source.byteLength).toBeGreaterThan(16 << 20);
    const file = await openParquet(source);
    fetched.bytes = 0;
    // Vitest compares a picture byte by byte, which takes minutes.
    const brief = ({ image, ...rest }: object & { image?: ImageCell }): object => ({
      ...rest,
      image: Buffer.from(image!.bytes).equals(Buffer.alloc(400_000, image!.bytes[0]!)) && image!.bytes[0],
    });
    expect(brief(await file.row(31))).toEqual(brief(rows[31]!));
    expect(fetched.bytes).toBeLessThan(2_000_000);
    for (const index of [0, 1, 2, 30, 32, 49]) expect(brief(await file.row(index))).toEqual(brief(rows[index]!));
    expect((await collect(file.rows())).map(brief)).toEqual(rows.map(brief));
  });

  it("reads the named columns alone, in the order named", async () => {
    const file = await openParquet(encodeParquet(gameRows(3), { features: gameFeatures }), { columns: ["ply", "id"] });
    expect(await file.row(2)).toEqual({ ply: 2, id: "game-0-ply-2" });
    expect(Object.keys(file.features)).toEqual(["ply", "id"]);
  });

  it("gives bytes that keep nothing else in memory", async () => {
    const file = await openParquet<{ image: ImageCell }>(encodeParquet(gameRows(8), { features: gameFeatures }), {
      columns: ["image"],
    });
    const { image } = await file.row(1);
    expect(image.bytes.buffer.byteLength).toBe(image.bytes.byteLength);
  });

  it("refuses a missing column by name", async () => {
    await expect(openParquet(whole, { columns: ["id", "image", "player"] })).rejects.toThrow(
      "dataset.openParquet: missing columns image, player; found id. Write the dataset with these columns, or rename the one that holds it.",
    );
  });

  it.each([
    ["empty", new Uint8Array(0), "0 bytes without a readable footer"],
    ["three bytes", whole.slice(0, 3), "3 bytes without a readable footer"],
    [
      "truncated",
      whole.slice(0, -1),
      `dataset.openParquet: ${whole.length - 1} bytes without a readable footer (its last bytes are not PAR1: it was cut off, or something follows it); expected a whole Parquet file. Write or fetch it again.`,
    ],
    [
      "footer length beyond the file",
      Uint8Array.of(80, 65, 82, 49, 255, 255, 0, 0, 80, 65, 82, 49),
      "12 bytes without a readable footer (its footer claims 65535 bytes)",
    ],
  ])("refuses bytes that are %s", async (_, bytes, message) => {
    await expect(openParquet(bytes)).rejects.toThrow(message);
  });

  it("takes the schema's own features where the file has none, and checks those given", async () => {
    const bytes = parquetWriteBuffer({ columnData: [{ name: "id", data: ["a"], type: "STRING" }] });
    expect((await openParquet(bytes)).features).toEqual(ids);
    expect(await (await openParquet(bytes, { features: ids })).row(0)).toEqual({ id: "a" });
    await expect(openParquet(bytes, { features: { id: { _type: "Value", dtype: "int32" } } })).rejects.toThrow(
      "dataset.openParquet: id is stored in another type than its feature says; expected the two to agree. Pass `features` that describe the file.",
    );
  });

  it("refuses features that disagree with the file instead of guessing", async () => {
    const value = (features: unknown): Uint8Array =>
      new Uint8Array(
        parquetWriteBuffer({
          columnData: [{ name: "image", data: [Uint8Array.of(1)], type: "BYTE_ARRAY" }],
          kvMetadata: [{ key: "huggingface", value: JSON.stringify({ info: { features } }) }],
        }),
      );
    await expect(openParquet(value({ image: { _type: "Image" } }))).rejects.toThrow(
      "dataset.openParquet: image is stored in another type",
    );
    await expect(openParquet(value({ image: { _type: "Audio" } }))).rejects.toThrow(
      'dataset.openParquet: image has the feature type "Audio"; expected "Value", "ClassLabel", "Image", "List" or a struct. Convert the column to one of these, or name the `columns` to read.',
    );
    await expect(openParquet(value({ image: { _type: "Value", dtype: "float16" } }))).rejects.toThrow(
      'dataset.openParquet: image has the dtype "float16"; expected one of string, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64, bool, binary. Convert the column to one of these, or name the `columns` to read.',
    );
  });

  it("refuses an image without bytes", async () => {
    const features: Features = { image: { _type: "Image" } };
    const bytes = parquetWriteBuffer({
      columnData: [{ name: "image", data: [{ bytes: null, path: "a.png" }] }],
      schema: toParquetSchema(features),
      kvMetadata: [featuresToMetadata(features)],
    });
    await expect(openParquet(new Uint8Array(bytes)).then((file) => file.row(0))).rejects.toThrow(
      'dataset: column image has no bytes (path "a.png"); expected the picture inside the file. Embed the pictures: in 🤗 datasets, save with to_parquet or push_to_hub.',
    );
  });

  it("refuses a row outside the file", async () => {
    const file = await openParquet(whole);
    for (const index of [-1, 2, 0.5, Number.NaN])
      await expect(file.row(index)).rejects.toThrow(
        `dataset.row: row ${index} (number) of 2; expected 0 to 1. Check it against \`length\`.`,
      );
  });
});
