import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collect } from "../fixtures/collect.mjs";
import { gameFeatures, gameRows } from "../fixtures/game-rows.mjs";
import { type Cell, encodeParquet, type Feature, type Features, openParquet, type Row } from "./index.js";

const name = fc.oneof(
  fc.stringMatching(/^[a-z_]{1,6}$/),
  fc.constantFrom("été", "列", "a b", "😀", "7", "toString", "list", "element"),
);

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const special = fc.constantFrom("\ufeff", "\ufeffmark", "\0", "a\u0301", "\u{1f469}\u200d\u{1f680}", "\r\n", "\uffff");

const image = fc.record({ bytes: fc.uint8Array({ maxLength: 40 }), path: fc.option(text) });

const scalars: Record<string, fc.Arbitrary<Cell>> = {
  string: fc.oneof(text, special),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => value | 0),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float32: fc.float(),
  float64: fc.double(),
  bool: fc.boolean(),
};

/** A feature together with its cells. */
interface Typed {
  readonly feature: Feature;
  readonly cell: fc.Arbitrary<Cell>;
}

const scalar: fc.Arbitrary<Typed> = fc
  .constantFrom("string", "int32", "int64", "float32", "float64", "bool" as const)
  .map((dtype) => ({ feature: { _type: "Value", dtype } as Feature, cell: fc.option(scalars[dtype]!, { freq: 4 }) }));

const { typed } = fc.letrec<{ typed: Typed; struct: Typed; list: Typed }>((tie) => ({
  typed: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.constant({ feature: { _type: "Image" } as Feature, cell: fc.option(image) }),
    tie("list"),
    tie("struct"),
  ),
  list: tie("typed").map(({ feature, cell }) => ({
    feature: { _type: "List", feature } as Feature,
    cell: fc.option(fc.array(cell, { maxLength: 4 }), { freq: 4 }),
  })),
  struct: fc.dictionary(name, tie("typed"), { minKeys: 1, maxKeys: 3, noNullPrototype: true }).map(structOf),
}));

function structOf(fields: Record<string, Typed>): Typed {
  const feature = mapValues(fields, (field) => field.feature);
  return { feature, cell: fc.option(rowOf(fields), { freq: 4 }) };
}

function rowOf(fields: Record<string, Typed>): fc.Arbitrary<Row> {
  return fc.record(mapValues(fields, (field) => field.cell)) as fc.Arbitrary<Row>;
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

const tables = fc.dictionary(name, typed, { minKeys: 1, maxKeys: 4, noNullPrototype: true }).chain((fields) =>
  fc.record({
    features: fc.constant(mapValues(fields, ({ feature }) => feature) as Features),
    rows: fc.array(rowOf(fields), { maxLength: 12 }),
    rowsPerGroup: fc.integer({ min: 1, max: 5 }),
  }),
);

describe("Parquet round trip", () => {
  it("gives back every row of every type, null, empty, nested, in order and one by one", async () => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ features, rows, rowsPerGroup }) => {
        const file = await openParquet(encodeParquet(rows, { features, rowsPerGroup }));
        expect(file.features).toEqual(features);
        expect(Object.keys(file.features)).toEqual(Object.keys(features));
        expect(await collect(file.rows())).toEqual(rows);
        expect(await Promise.all(rows.map((_, index) => file.row(index)))).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  it("keeps image bytes of every value: the reader's text decoding would ruin them", async () => {
    const bytes = Uint8Array.from({ length: 512 }, (_, at) => at % 256);
    const rows = [{ image: { bytes, path: null } }, { image: { bytes: bytes.slice().reverse(), path: "ü.png" } }];
    const file = await openParquet(encodeParquet(rows, { features: { image: { _type: "Image" } } }));
    expect(await collect(file.rows())).toEqual(rows);
  });

  it("reads rows across page borders: columns of several megabytes in one row group", async () => {
    const rows = Array.from({ length: 1500 }, (_, index) => ({
      image: { bytes: new Uint8Array(2000).fill(index % 251), path: null },
      values: index % 7 === 0 ? null : Array.from({ length: index % 397 }, (_, at) => index * at),
    }));
    const features: Features = {
      image: { _type: "Image" },
      values: { _type: "List", feature: { _type: "Value", dtype: "float64" } },
    };
    type Read = (typeof rows)[number];
    const bytes = encodeParquet(rows, { features, rowsPerGroup: 1500 });
    expect(bytes.length).toBeGreaterThan(4_000_000);
    const file = await openParquet<Read>(bytes);
    const summary = ({ image, values }: Read) =>
      [Buffer.from(image.bytes).toString("latin1"), values?.join()].join(" ");
    for (const index of [0, 1, 522, 523, 524, 525, 1047, 1048, 1499])
      expect(summary(await file.row(index))).toBe(summary(rows[index]!));
    expect((await collect(file.rows())).map(summary)).toEqual(rows.map(summary));
  });

  it("is deterministic, whatever the iterable", () => {
    const rows = [...gameRows(20)];
    const once = encodeParquet(rows, { features: gameFeatures, rowsPerGroup: 7 });
    expect(Buffer.compare(encodeParquet(new Set(rows), { features: gameFeatures, rowsPerGroup: 7 }), once)).toBe(0);
  });

  it("takes typed arrays for lists and safe integers for int64", async () => {
    const list = (dtype: "int32" | "int64"): Feature => ({ _type: "List", feature: { _type: "Value", dtype } });
    const rows = [{ small: Int32Array.of(1, -2), big: [3, 2n ** 60n] }];
    const file = await openParquet(encodeParquet(rows, { features: { small: list("int32"), big: list("int64") } }));
    expect(await file.row(0)).toEqual({ small: [1, -2], big: [3n, 2n ** 60n] });
  });
});
