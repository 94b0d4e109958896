import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundToBfloat16, roundToFloat16, widenBfloat16, widenFloat16 } from "./float16.js";

const every = Uint16Array.from({ length: 65536 }, (_, i) => i);

function widened(widen: (words: Uint16Array, into: Uint32Array) => void, words: Uint16Array): Float32Array {
  const into = new Float32Array(words.length);
  widen(words, new Uint32Array(into.buffer));
  return into;
}

describe.each([
  ["float16", widenFloat16, roundToFloat16],
  ["bfloat16", widenBfloat16, roundToBfloat16],
] as const)("%s", (_name, widen, round) => {
  const values = widened(widen, every);

  it("returns every value that is not NaN to its own bits", () => {
    const back = round(values);
    expect(every.filter((bits) => !Number.isNaN(values[bits]!) && back[bits] !== bits)).toEqual(new Uint16Array(0));
  });

  it("keeps NaN", () => {
    const back = widened(widen, round(values));
    expect(every.filter((bits) => Number.isNaN(values[bits]!) !== Number.isNaN(back[bits]!))).toEqual(
      new Uint16Array(0),
    );
  });

  it("rounds to the nearest value, and to the even one of two", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (x) => {
        const bits = round(Float32Array.of(x))[0]!;
        const value = values[bits]!;
        const finite = (word: number): number =>
          Number.isFinite(values[word & 0xffff]!) ? values[word & 0xffff]! : Number.NaN;
        if (!Number.isFinite(value) || !Number.isFinite(x)) return;
        const distance = Math.abs(value - x);
        for (const other of [bits - 1, bits + 1]) {
          if (((other ^ bits) & 0x8000) !== 0) continue;
          const rival = Math.abs(finite(other) - x);
          expect(rival < distance || (rival === distance && bits % 2 === 1)).toBe(false);
        }
      }),
      { numRuns: 5000, seed: 3 },
    );
  });
});

describe("roundToFloat16", () => {
  it("overflows where the reference does", () => {
    expect([...roundToFloat16(Float32Array.of(65504, 65519.996, 65520, -65520, 2 ** -25, 2 ** -24))]).toEqual([
      0x7bff, 0x7bff, 0x7c00, 0xfc00, 0, 1,
    ]);
  });
});
