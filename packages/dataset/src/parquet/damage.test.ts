import { describe, expect, it } from "vitest";
import { collect } from "../../fixtures/collect.mjs";
import { encodeParquet, type Features, type ImageCell, openParquet, type Row } from "../index.js";
import {
  type CraftedFile,
  concat,
  craftParquet,
  dataPage,
  fullLevels,
  type Thrift,
  varint,
} from "./craft-parquet.test.kit.js";

const int32 = { _type: "Value", dtype: "int32" } as const;
const whole = encodeParquet([{ c: 1 }, { c: null }], { features: { c: int32 } });

/** One page with the number seven. */
const honest = dataPage(concat([fullLevels(1), Uint8Array.of(7, 0, 0, 0)]), { values: 1 });

async function readAll(bytes: Uint8Array): Promise<Row[]> {
  return collect((await openParquet(bytes)).rows());
}

/** What reading the file says, in order and by row alike, and how many bytes it took at most. */
async function refusal(file: CraftedFile): Promise<string> {
  const bytes = craftParquet(file);
  const said = await readAll(bytes).then(
    () => "accepted",
    (error: Error) => error.message,
  );
  const alone = await openParquet(bytes)
    .then((rows) => rows.row(0))
    .then(
      () => "accepted",
      (error: Error) => error.message,
    );
  expect(alone).toBe(said);
  return said;
}

const end = "expected a whole Parquet file. Write or fetch it again.";

describe("a file that is not whole", () => {
  it.each([
    ["half written", whole.subarray(0, 60), "its last bytes are not PAR1: it was cut off, or something follows it"],
    ["followed by something", concat([whole, Uint8Array.of(10)]), "its last bytes are not PAR1"],
    ["all zeros", new Uint8Array(500), "its last bytes are not PAR1"],
    ["encrypted", concat([whole.subarray(0, -4), new TextEncoder().encode("PARE")]), "its footer is encrypted"],
    [
      "a footer of no bytes",
      concat([whole.subarray(0, -8), new Uint8Array(4), whole.subarray(-4)]),
      "its footer cannot be read: the bytes end within a value",
    ],
  ])("is refused: %s", async (_, bytes, message) => {
    await expect(openParquet(bytes)).rejects.toThrow(
      `dataset.openParquet: ${bytes.length} bytes without a readable footer (${message}`,
    );
  });
});

describe("a footer that contradicts itself", () => {
  const cannot = (file: CraftedFile) =>
    expect(openParquet(craftParquet({ pages: [honest], ...file }))).rejects.toThrow(/without a readable footer/);
  const says = (file: CraftedFile, message: string) =>
    expect(openParquet(craftParquet({ pages: [honest], ...file }))).rejects.toThrow(
      `without a readable footer (its footer cannot be read: ${message}); ${end}`,
    );

  it("reads the honest one", async () => {
    expect(await readAll(craftParquet({ pages: [honest] }))).toEqual([{ c: 7 }]);
  });

  it("is refused by what is wrong with it", async () => {
    await says({ column: { 7: 1000 } }, "the column c lies at bytes 4 to 1004 of 31");
    await says({ column: { 9: 2 } }, "the column c lies at bytes 2 to 29 of 31");
    await says({ column: { 9: -4 } }, "-4 stands for a count");
    await says({ column: { 3: ["d"] } }, "a column chunk of c belongs to another column");
    await says({ column: { 1: 2 } }, "a column chunk of c belongs to another column");
    await says({ column: { 4: 99 } }, "the column c has the unknown codec 99");
    await says({ chunk: { 1: "other.parquet" } }, "the column c lies in another file");
    await says({ chunk: { 8: { 1: {} } } }, "the column c is encrypted");
    await says({ group: { 1: [] } }, "a row group has 0 column chunks for 1 columns");
    await says({ group: { 3: 5 } }, "its row groups have 5 rows, not 1");
    await says({ footer: { 2: [] } }, "the schema is empty");
    await says({ footer: { 2: [{ 4: "schema", 5: 2 ** 31 - 1 }] } }, "a group claims 2147483647 fields");
    await says(
      {
        footer: {
          2: [
            { 4: "schema", 5: 0 },
            { 1: 1, 4: "c" },
          ],
        },
      },
      "the schema has 1 fields too many",
    );
    const deep = Array.from({ length: 100 }, () => ({ 3: 0, 4: "g", 5: 1 }));
    await says({ footer: { 2: [...deep, { 1: 1, 3: 1, 4: "c" }] } }, "the schema is over 64 deep");
    await cannot({ footer: { 2: 7 } });
  });
});

describe("a page that claims too much", () => {
  const levels = fullLevels(1);
  it.each<[string, CraftedFile, string]>([
    [
      "a gigabyte in a snappy page",
      { codec: 1, pages: [dataPage(new Uint8Array(40), { values: 1, plainBytes: 1 << 30 })] },
      "40 bytes claim to hold 1073741824, over the limit of 268435456",
    ],
    [
      "a hundred megabytes in a snappy page",
      { codec: 1, pages: [dataPage(new Uint8Array(40), { values: 1, plainBytes: 100_000_000 })] },
      "40 bytes claim to hold 100000000",
    ],
    [
      "a gigabyte in a zstd page",
      { codec: 6, pages: [dataPage(new Uint8Array(40), { values: 1, plainBytes: 1 << 30 })] },
      "40 bytes claim to hold 1073741824, over the limit of 268435456",
    ],
    [
      "two gigabytes in any page",
      { pages: [dataPage(new Uint8Array(40), { values: 1, plainBytes: 2 ** 31 })] },
      "it claims 2147483648 bytes, over Parquet's limit of 2³¹ − 1",
    ],
    [
      "a thousand million values",
      { values: 1e9, pages: [dataPage(fullLevels(1e9), { values: 1e9 })] },
      "1000000000 values, over the limit of 16777216",
    ],
    [
      "a million values in four bytes",
      { values: 1e6, pages: [dataPage(concat([fullLevels(1e6), new Uint8Array(4)]), { values: 1e6 })] },
      "values take 4000000 of 4 bytes",
    ],
    [
      "levels beyond the page",
      { pages: [dataPage(Uint8Array.of(255, 255, 255, 127, 0), { values: 1 })] },
      "2147483647 bytes are claimed",
    ],
    ["runs of nothing", { pages: [dataPage(Uint8Array.of(3, 0, 0, 0, 0, 0, 0), { values: 1 })] }, "an empty run"],
    [
      "an index without a dictionary",
      { pages: [dataPage(concat([levels, Uint8Array.of(1, 2, 0)]), { values: 1, encoding: 8 })] },
      "indices without a dictionary",
    ],
    [
      "an encoding of the future",
      { pages: [dataPage(levels, { values: 1, encoding: 40 })] },
      "the unknown encoding 40",
    ],
    [
      "deltas in miniblocks of nothing",
      { pages: [dataPage(concat([levels, Uint8Array.of(0, 0, 1, 0)]), { values: 1, encoding: 5 })] },
      "miniblocks of NaN deltas",
    ],
  ])("is refused before it costs that: %s", async (_, file, message) => {
    const before = process.memoryUsage().rss;
    expect(await refusal(file)).toBe(
      `dataset.openParquet: column c has a page at byte 4 that cannot be read: ${message}; ${end}`,
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it("is refused when its bytes go beyond its column", async () => {
    const page = { ...honest, header: { ...honest.header, 3: 5000 } };
    expect(await refusal({ pages: [page] })).toBe(
      `dataset.openParquet: column c has a page of 5000 bytes at byte 4, beyond its end; ${end}`,
    );
  });

  it("is refused with every byte array that is longer than the page", async () => {
    const bytes = concat([levels, Uint8Array.of(255, 255, 255, 255, 1, 2)]);
    expect(await refusal({ type: "BYTE_ARRAY", pages: [dataPage(bytes, { values: 1 })] })).toContain(
      "values take 4294967299 of 6 bytes",
    );
  });
});

describe("pages that do not add up", () => {
  it("are refused when values are missing or left over", async () => {
    expect(await refusal({ rows: 2, pages: [honest] })).toBe(
      `dataset.openParquet: column c ends after 1 of 2 values; ${end}`,
    );
    expect(await refusal({ pages: [honest, honest] })).toBe(
      `dataset.openParquet: column c has over the 1 values that the footer says; ${end}`,
    );
    await expect(readAll(craftParquet({ rows: 2, values: 1, pages: [honest] }))).rejects.toThrow(
      `dataset.openParquet: column c ends 1 rows before its row group does; ${end}`,
    );
    await expect(readAll(craftParquet({ rows: 1, values: 2, pages: [honest, honest] }))).rejects.toThrow(
      `dataset.openParquet: column c has more values than its row group has rows; ${end}`,
    );
  });

  it("are refused with text that is not UTF-8", async () => {
    const bytes = concat([fullLevels(1), Uint8Array.of(2, 0, 0, 0, 0xff, 0xfe)]);
    const schema: Thrift = [
      { 4: "schema", 5: 1 },
      { 1: 6, 3: 1, 4: "c", 6: 0 },
    ];
    expect(await refusal({ type: "BYTE_ARRAY", footer: { 2: schema }, pages: [dataPage(bytes, { values: 1 })] })).toBe(
      `dataset.openParquet: column c holds a value that cannot be read: The encoded data was not valid for encoding utf-8; ${end}`,
    );
  });
});

describe("columns", () => {
  it("of one name are refused, unless another is asked for", async () => {
    const twice = encodeParquet([{ a: 1, b: 2, c: 3 }], { features: { a: int32, b: int32, c: int32 } });
    const bytes = Uint8Array.from(twice, (byte, at) => (byte === 0x62 && isName(twice, at) ? 0x61 : byte));
    await expect(openParquet(bytes)).rejects.toThrow(
      'dataset.openParquet: the file has several columns named "a"; expected names that differ. Rename one, or name the `columns` to read.',
    );
    expect(await (await openParquet(bytes, { columns: ["c"] })).row(0)).toEqual({ c: 3 });
  });

  it("of no rows are read as none", async () => {
    const file = await openParquet(encodeParquet([], { features: { c: int32 } }));
    expect(file.length).toBe(0);
    expect(await collect(file.rows())).toEqual([]);
    await expect(file.row(0)).rejects.toThrow("dataset.row: row 0 (number) of 0; expected 0 to -1.");
  });

  it("keep −0, NaN and the infinities apart", async () => {
    const value = (dtype: "float32" | "float64") => ({ _type: "Value", dtype }) as const;
    const rows = [0, -0, Number.NaN, Infinity, -Infinity].map((number) => ({ single: number, double: number }));
    const read = await readAll(
      encodeParquet(rows, { features: { single: value("float32"), double: value("float64") } }),
    );
    expect(read.map(({ single, double }) => [single, double])).toEqual(rows.map(({ single }) => [single, single]));
    expect(Object.is(read[1]!.double, -0)).toBe(true);
  });
});

describe("an image", () => {
  const features: Features = { image: { _type: "Image" } };
  it("names the file that it came from and opens none", async () => {
    const image: ImageCell = { bytes: Uint8Array.of(1), path: "../../../../etc/passwd" };
    expect(await readAll(encodeParquet([{ image }], { features }))).toEqual([{ image }]);
  });

  it("over two gigabytes is refused before it is written", () => {
    // The memory is claimed, never touched.
    const bytes = new Uint8Array(2 ** 31);
    expect(() => encodeParquet([{ image: null }, { image: { bytes, path: null } }], { features })).toThrow(
      "dataset.encodeParquet: row 1 has 2147483660 bytes; expected at most 2146435072, for Parquet counts a page's bytes in 32 bits. Split the row or make its pictures smaller.",
    );
  });
});

/** Whether the byte is a one-letter name in the footer: the length before it says so. */
function isName(bytes: Uint8Array, at: number): boolean {
  const footer = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
  return bytes[at - 1] === 1 && at > footer;
}

it("crafts integers as Thrift writes them", () => {
  expect([...varint(300)]).toEqual([0xac, 0x02]);
});
