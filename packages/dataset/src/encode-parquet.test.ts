import { parquetMetadata } from "hyparquet";
import { describe, expect, it } from "vitest";
import { encodeParquet, type Feature, type Features } from "./index.js";

const int32 = { _type: "Value", dtype: "int32" } as const;

/** What `encodeParquet` throws for one cell. */
function refusal(feature: Feature, cell: unknown): string {
  try {
    encodeParquet([{ c: cell }], { features: { c: feature } });
  } catch (error) {
    return error instanceof TypeError ? error.message : String(error);
  }
  return "accepted";
}

describe("encodeParquet", () => {
  it("writes the schema whose Arrow form is that of the features", () => {
    const bytes = encodeParquet([], {
      features: { image: { _type: "Image" }, boards: { _type: "List", feature: { row: int32 } } },
    });
    const schema = parquetMetadata(bytes).schema.map(({ name, type, repetition_type, converted_type, num_children }) =>
      [name, repetition_type, type, converted_type, num_children].filter((part) => part !== undefined).join(" "),
    );
    expect(schema).toEqual([
      "schema 2",
      "image OPTIONAL 2",
      "bytes OPTIONAL BYTE_ARRAY",
      "path OPTIONAL BYTE_ARRAY UTF8",
      "boards OPTIONAL LIST 1",
      "list REPEATED 1",
      "element OPTIONAL 1",
      "row OPTIONAL INT32",
    ]);
  });

  it("makes row groups of the given size", () => {
    const rows = Array.from({ length: 10 }, (_, c) => ({ c }));
    const { row_groups } = parquetMetadata(encodeParquet(rows, { features: { c: int32 }, rowsPerGroup: 4 }));
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([4, 4, 2]);
  });

  it("stores pictures as they are and compresses the rest", () => {
    const row = { image: { bytes: new Uint8Array(500), path: null }, text: "a".repeat(500) };
    const features: Features = { image: { _type: "Image" }, text: { _type: "Value", dtype: "string" } };
    const columns = parquetMetadata(encodeParquet([row], { features })).row_groups[0]!.columns;
    expect(columns.map(({ meta_data }) => meta_data!.codec)).toEqual(["UNCOMPRESSED", "UNCOMPRESSED", "SNAPPY"]);
    expect(columns[0]!.meta_data!.statistics).toBeUndefined();
  });

  it.each<[Feature, unknown, string]>([
    [
      int32,
      1.5,
      "c is 1.5 (number); expected an integer from −2³¹ to 2³¹ − 1 or null. Convert the value or change the feature.",
    ],
    [
      int32,
      2 ** 31,
      "c is 2147483648 (number); expected an integer from −2³¹ to 2³¹ − 1 or null. Convert the value or change the feature.",
    ],
    [
      int32,
      "x",
      'c is "x" (string); expected an integer from −2³¹ to 2³¹ − 1 or null. Convert the value or change the feature.',
    ],
    [
      int32,
      1n,
      "c is 1 (bigint); expected an integer from −2³¹ to 2³¹ − 1 or null. Convert the value or change the feature.",
    ],
    [int32, undefined, "c is undefined; expected a value or null. Write null where there is none."],
    [
      { _type: "Value", dtype: "int64" },
      2n ** 63n,
      "c is 9223372036854775808 (bigint); expected a bigint or a safe integer that fits 64 bits or null. Convert the value or change the feature.",
    ],
    [
      { _type: "Value", dtype: "int64" },
      2 ** 53,
      "c is 9007199254740992 (number); expected a bigint or a safe integer that fits 64 bits or null. Convert the value or change the feature.",
    ],
    [
      { _type: "Value", dtype: "float64" },
      "1",
      'c is "1" (string); expected a number or null. Convert the value or change the feature.',
    ],
    [
      { _type: "Value", dtype: "float32" },
      1n,
      "c is 1 (bigint); expected a number or null. Convert the value or change the feature.",
    ],
    [
      { _type: "Value", dtype: "bool" },
      1,
      "c is 1 (number); expected true or false or null. Convert the value or change the feature.",
    ],
    [
      { _type: "Value", dtype: "string" },
      "\ud800",
      'c is "\\ud800" (string); expected a string without lone surrogates or null. Convert the value or change the feature.',
    ],
    [
      { _type: "List", feature: int32 },
      1,
      "c is 1 (number); expected a list or null. Convert the value or change the feature.",
    ],
    [
      { _type: "List", feature: int32 },
      [1, ""],
      'c[] is "" (string); expected an integer from −2³¹ to 2³¹ − 1 or null. Convert the value or change the feature.',
    ],
    [
      { row: int32, col: int32 },
      [1, 2],
      "c is a list of 2; expected { row, col } or null. Convert the value or change the feature.",
    ],
    [
      { row: int32, col: int32 },
      { row: 1 },
      "c.col is undefined; expected a value or null. Write null where there is none.",
    ],
    [
      { row: int32 },
      { row: 1, column: 2 },
      'c has a field "column"; expected { row }. Add it to the features or leave it out.',
    ],
    [
      { _type: "Image" },
      new Uint8Array(3),
      "c is a Uint8Array of 3 bytes; expected { bytes: Uint8Array, path: string | null } or null. Convert the value or change the feature.",
    ],
    [
      { _type: "Image" },
      { bytes: [1], path: null },
      "c is an object with bytes, path; expected { bytes: Uint8Array, path: string | null } or null. Convert the value or change the feature.",
    ],
    [
      { _type: "Image" },
      { bytes: new Uint8Array(1) },
      "c is an object with bytes; expected { bytes: Uint8Array, path: string | null } or null. Convert the value or change the feature.",
    ],
  ])("refuses in %o the cell %o", (feature, cell, message) => {
    expect(refusal(feature, cell)).toBe(`dataset.encodeParquet: row 0: column ${message}`);
  });

  it("counts rows over row groups in its errors", () => {
    const rows = [{ c: 1 }, { c: 2 }, { c: 3 }, { c: "4" }];
    expect(() => encodeParquet(rows, { features: { c: int32 }, rowsPerGroup: 2 })).toThrow(
      'dataset.encodeParquet: row 3: column c is "4"',
    );
  });

  it("refuses a column that the features lack, and a row that is no object", () => {
    const options = { features: { c: int32 } };
    expect(() => encodeParquet([{ c: 1, d: 2 }], options)).toThrow(
      'dataset.encodeParquet: row 0 has a column "d"; the features have c. Add it to the features or leave it out.',
    );
    expect(() => encodeParquet(["c"] as unknown as object[], options)).toThrow(
      "dataset.encodeParquet: row 0 is c; expected an object with a cell for each column. Pass objects.",
    );
  });

  it("refuses a row group that is not of a positive number of rows, before it takes a row", () => {
    for (const rowsPerGroup of [0, -1, 1.5, Number.NaN])
      expect(() => encodeParquet(untouchable(), { features: { c: int32 }, rowsPerGroup })).toThrow(
        `dataset.encodeParquet: rowsPerGroup is ${rowsPerGroup}; expected a positive integer. Leave it out for the default.`,
      );
  });

  it.each<[unknown, string]>([
    [null, 'features is null; expected columns by name. Pass { column: { _type: "Value", dtype: "string" }, … }.'],
    [
      int32,
      'features is an object with _type, dtype; expected columns by name. Pass { column: { _type: "Value", dtype: "string" }, … }.',
    ],
    [{}, "features has no fields; Parquet needs at least one. Name a field or leave it out."],
    [
      { c: { _type: "List", feature: {} } },
      "the struct c[] has no fields; Parquet needs at least one. Name a field or leave it out.",
    ],
    [
      { c: "int32" },
      'the feature of c is "int32" (string); expected an object such as { _type: "Value", dtype: "int32" }. Write features as 🤗 datasets does.',
    ],
    [
      { c: { _type: "Value", dtype: "float16" } },
      'c has the dtype "float16"; expected one of string, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64, bool, binary. Convert the column to one of these, or name the `columns` to read.',
    ],
    [
      { c: { r: { _type: "Video" } } },
      'c.r has the feature type "Video"; expected "Value", "ClassLabel", "Image", "List" or a struct. Convert the column to one of these, or name the `columns` to read.',
    ],
    [
      { "a.b": int32 },
      '"a.b" cannot name a column or field; expected a name that is not empty, holds no dot, and is not "__proto__" or "_type". Rename it.',
    ],
  ])("refuses the features %j, before it takes a row", (features, message) => {
    expect(() => encodeParquet(untouchable(), { features: features as Features })).toThrow(
      `dataset.encodeParquet: ${message}`,
    );
  });
});

function* untouchable(): Generator<object> {
  yield expect.unreachable("a row was taken");
}
