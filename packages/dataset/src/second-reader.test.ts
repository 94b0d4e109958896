import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tableFromIPC, tableToIPC } from "apache-arrow";
import fc from "fast-check";
import initialize, {
  Compression,
  Encoding,
  readParquet,
  Table,
  WriterPropertiesBuilder,
  writeParquet,
} from "parquet-wasm/esm";
import { beforeAll, describe, expect, it } from "vitest";
import { collect } from "../fixtures/collect.mjs";
import { tables } from "./any-table.test.kit.js";
import { fromArrow, toArrow } from "./arrow.js";
import { encodeParquet, openParquet } from "./index.js";

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve("parquet-wasm/esm/parquet_wasm_bg.wasm");
  await initialize({ module_or_path: readFileSync(wasm) });
});

describe("parquet-wasm (the Rust reader and writer, 0.8.0)", () => {
  it("reads what this package writes, row for row", async () => {
    fc.assert(
      fc.property(tables, ({ features, rows, rowsPerGroup }) => {
        // hyparquet-writer marks an empty list of row groups in a way that Rust's reader refuses.
        fc.pre(rows.length > 0);
        const bytes = encodeParquet(rows, { features, rowsPerGroup });
        const read = fromArrow(tableFromIPC(readParquet(bytes).intoIPCStream()));
        expect(read.features).toEqual(features);
        expect([...read]).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ["UNCOMPRESSED", Encoding.PLAIN],
    ["SNAPPY", undefined],
    ["GZIP", undefined],
    ["BROTLI", undefined],
    ["ZSTD", undefined],
    ["LZ4_RAW", undefined],
    ["SNAPPY", Encoding.PLAIN],
  ] as const)("writes with %s what this package reads, row for row", async (codec, encoding) => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ features, rows, rowsPerGroup }) => {
        const table = Table.fromIPCStream(tableToIPC(toArrow(rows, { features }), "stream"));
        let properties = new WriterPropertiesBuilder()
          .setCompression(Compression[codec])
          .setMaxRowGroupSize(rowsPerGroup)
          .setKeyValueMetadata(new Map(toArrow([], { features }).schema.metadata));
        if (encoding !== undefined) properties = properties.setDictionaryEnabled(false).setEncoding(encoding);
        const file = await openParquet(writeParquet(table, properties.build()));
        expect(file.features).toEqual(features);
        expect(await collect(file.rows())).toEqual(rows);
        for (const index of rows.keys()) expect(await file.row(index)).toEqual(rows[index]);
      }),
      { numRuns: 40 },
    );
  });
});
