import { describe, expect, it } from "vitest";
import { transferable } from "./transferable.js";

describe("transferable", () => {
  it("finds each whole buffer once, however deep", () => {
    const pixels = new Float32Array(1 << 18);
    const ids = new Int32Array(1 << 18);
    const value = {
      ids: ["a"],
      pixels: { data: pixels, shape: [8] },
      list: [{ ids }],
      bytes: new Uint8Array(ids.buffer),
    };
    expect([...transferable(value)]).toEqual([pixels.buffer, ids.buffer]);
  });

  it("leaves small buffers, parts of buffers and shared memory", () => {
    const part = new Float32Array(1 << 19).subarray(0, 1 << 18);
    const shared = new Int32Array(new SharedArrayBuffer(1 << 20));
    const small = new Float32Array(8);
    expect([...transferable({ part, small, shared, text: "x", nothing: null, buffer: Buffer.from("abc") })]).toEqual(
      [],
    );
  });

  it("refuses what no thread could take", () => {
    expect(() => transferable({ ids: ["a"], extra: [() => 1] })).toThrow(
      "collator.Loader: the batch holds a function; expected numbers, texts and typed arrays. Leave it out.",
    );
  });
});
