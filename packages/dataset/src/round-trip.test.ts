import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collect } from "../fixtures/collect.mjs";
import { gameFeatures, gameRows } from "../fixtures/game-rows.mjs";
import { tables } from "./any-table.test.kit.js";
import { encodeParquet, type Feature, type Features, openParquet } from "./index.js";

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
