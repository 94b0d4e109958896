import {
  Binary,
  Dictionary,
  Field,
  FixedSizeList,
  Float16,
  Int32,
  makeVector,
  RecordBatchStreamWriter,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tables } from "../any-table.test.kit.js";
import { arrowBatches, fromArrow, toArrow } from "../arrow.js";
import type { Features } from "../index.js";

const ids: Features = { id: { _type: "Value", dtype: "int32" } };

describe("an Arrow table", () => {
  it("gives back every row of every type, in memory, as IPC bytes and cut", () => {
    fc.assert(
      fc.property(tables, ({ features, rows, rowsPerGroup }) => {
        const table = toArrow(rows, { features, rowsPerBatch: rowsPerGroup });
        if (rows.length > 0) expect(table.batches).toHaveLength(Math.ceil(rows.length / rowsPerGroup));
        const read = fromArrow(table);
        expect(read.features).toEqual(features);
        expect(Object.keys(read.features)).toEqual(Object.keys(features));
        expect(read.length).toBe(rows.length);
        expect([...read]).toEqual(rows);
        expect([...fromArrow(tableFromIPC(tableToIPC(table)))]).toEqual(rows);
        // Arrow cannot cut a table of no rows.
        if (rows.length > 2) expect([...fromArrow(table.slice(1, rows.length - 1))]).toEqual(rows.slice(1, -1));
      }),
      { numRuns: 100 },
    );
  });

  it("takes rows as they come", async () => {
    async function* rows(): AsyncGenerator<object> {
      for (let id = 0; id < 5; id++) yield await Promise.resolve({ id });
    }
    const writer = await RecordBatchStreamWriter.writeAll(arrowBatches(rows(), { features: ids, rowsPerBatch: 2 }));
    const table = tableFromIPC(await writer.toUint8Array());
    expect(table.batches).toHaveLength(3);
    expect([...fromArrow(table)]).toEqual([0, 1, 2, 3, 4].map((id) => ({ id })));
  });

  it("says what 🤗 datasets says in its metadata", () => {
    expect(toArrow([], { features: ids }).schema.metadata.get("huggingface")).toBe(
      '{"info":{"features":{"id":{"_type":"Value","dtype":"int32"}}}}',
    );
  });

  it("of others is read by its schema: dictionaries, fixed lists, no metadata", () => {
    const words = vectorFromArray(["a", "b", null, "a"], new Dictionary(new Utf8(), new Int32()));
    const pairs = vectorFromArray(
      [[1, 2], null, [3, 4], [5, 6]],
      new FixedSizeList(2, new Field("item", new Int32(), true)),
    );
    const bytes = vectorFromArray([Uint8Array.of(1), null, null, Uint8Array.of()], new Binary());
    const read = fromArrow(new Table({ words, pairs, bytes }));
    expect(read.features).toEqual({
      words: { _type: "Value", dtype: "string" },
      pairs: { _type: "List", feature: { _type: "Value", dtype: "int32" } },
      bytes: { _type: "Value", dtype: "binary" },
    });
    expect([...read]).toEqual([
      { words: "a", pairs: [1, 2], bytes: Uint8Array.of(1) },
      { words: "b", pairs: null, bytes: null },
      { words: null, pairs: [3, 4], bytes: null },
      { words: "a", pairs: [5, 6], bytes: Uint8Array.of() },
    ]);
  });

  it("of a type that this package lacks is refused by its column", () => {
    const table = new Table({ half: makeVector({ type: new Float16(), data: new Uint16Array(2) } as never) });
    expect(() => fromArrow(table)).toThrow(
      'dataset.fromArrow: half has the dtype "float16"; expected one of string, int8,',
    );
  });

  it("whose metadata contradicts it is refused", () => {
    const { schema } = toArrow([], { features: { id: { _type: "Value", dtype: "string" } } });
    const table = toArrow([{ id: 1 }], { features: ids });
    for (const [key, value] of schema.metadata) table.schema.metadata.set(key, value);
    expect(() => fromArrow(table)).toThrow(
      "dataset.fromArrow: id is held in another type than its feature says; expected the two to agree. Cast the column, or remove the schema's metadata.",
    );
  });

  it("refuses a row that does not fit, and an image without bytes", () => {
    expect(() => toArrow([{ id: 1 }, { id: "2" }], { features: ids })).toThrow(
      'dataset.toArrow: row 1: column id is "2" (string); expected an integer from −2³¹ to 2³¹ − 1 or null.',
    );
    expect(() => toArrow([], { features: ids, rowsPerBatch: 0 })).toThrow(
      "dataset.toArrow: rowsPerBatch is 0; expected a positive integer. Leave it out for the default.",
    );
    const stored = { bytes: { _type: "Value", dtype: "binary" }, path: { _type: "Value", dtype: "string" } } as const;
    const table = toArrow([{ image: { bytes: null, path: "a.png" } }], { features: { image: stored } });
    table.schema.metadata.clear();
    expect(() => [...fromArrow(table)]).toThrow(
      'dataset: column image has no bytes (path "a.png"); expected the picture inside the table. Embed the pictures.',
    );
  });
});
