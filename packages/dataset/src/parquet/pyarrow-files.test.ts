import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { collect } from "../../fixtures/collect.mjs";
import { toByteSource } from "../byte-source.js";
import { openParquet, type Row } from "../index.js";
import { openFile, parquetRows } from "../open-parquet.js";
import { ByteCache } from "./byte-cache.js";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/pyarrow/${name}`, import.meta.url)));
const expected = JSON.parse(new TextDecoder().decode(fixture("arrow.json"))) as unknown[];

/** A cell as arrow.json spells it. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

const files = ["plain-pages", "dictionary-pages", "second-pages", "encodings"].map((name) => `arrow-${name}.parquet`);

/** Every second row read alone, far from the one before. */
async function scattered(row: (index: number) => Promise<Row>): Promise<unknown[]> {
  const read: unknown[] = [];
  for (let at = 0; at < 100; at++) read.push(plain(await row((at * 74) % 200)));
  return read;
}
const scatteredRows = Array.from({ length: 100 }, (_, at) => expected[(at * 74) % 200]);

it.each(files)("reads %s (tools/python/make_parquet_fixtures.py, pyarrow 25.0.1)", async (name) => {
  const file = await openParquet(fixture(name));
  expect((await collect(file.rows())).map(plain)).toEqual(expected);
  expect(await scattered(file.row)).toEqual(scatteredRows);
});

it.each(files)("reads %s page by page, as it would if its row groups were large", async (name) => {
  const file = await openFile(toByteSource(fixture(name)));
  const limited = { ...file, limits: { inOrder: 0, byRow: 0 } };
  const rows = parquetRows<Row>(limited, new ByteCache(10_000));
  expect((await collect(rows.rows())).map(plain)).toEqual(expected);
  expect(await scattered(rows.row)).toEqual(scatteredRows);
});

it("takes the features of a file without any from its schema", async () => {
  const value = (dtype: string) => ({ _type: "Value", dtype });
  const list = (feature: unknown) => ({ _type: "List", feature });
  expect((await openParquet(fixture(files[0]!))).features).toEqual({
    id: value("int32"),
    name: value("string"),
    tiny: value("int8"),
    small: value("uint16"),
    wide: value("uint32"),
    big: value("int64"),
    huge: value("uint64"),
    single: value("float32"),
    double: value("float64"),
    flag: value("bool"),
    blob: value("binary"),
    code: value("binary"),
    pair: list(value("int16")),
    moves: list({ row: value("int32"), why: value("string") }),
    boards: list(list(value("int32"))),
    words: value("string"),
  });
});
