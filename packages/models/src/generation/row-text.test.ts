import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowText } from "./row-text.js";

const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));

/** Text in whole characters and stop strings out of few of them, so that they often meet. */
const some = fc.constantFrom("a", "b", "ab", "é", "😀", "€", "\u{1F1E9}");
const text = fc.array(some, { maxLength: 14 }).map((parts) => parts.join(""));
const stop = fc.array(some, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));

/** The first of the places where one of these begins. */
function cut(whole: string, stops: readonly string[]): string {
  const at = stops.map((one) => whole.indexOf(one)).filter((found) => found >= 0);
  return whole.slice(0, Math.min(whole.length, ...at));
}

/** Tokens of a text cut at any bytes. */
function pieces(whole: string, sizes: readonly number[]): Uint8Array[] {
  const encoded = new TextEncoder().encode(whole);
  const cuts: Uint8Array[] = [];
  for (let at = 0, i = 0; at < encoded.length; at += sizes[i++ % sizes.length]!) {
    cuts.push(encoded.subarray(at, at + sizes[i % sizes.length]!));
  }
  return cuts;
}

describe("RowText", () => {
  it("gives all of the text before the first stop string, in whole characters", () => {
    fc.assert(
      fc.property(
        text,
        fc.array(stop, { maxLength: 2 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        (whole, stops, sizes) => {
          const tokens = pieces(whole, sizes);
          const row = new RowText(tokens, stops);
          let heard = "";
          const expected = cut(whole, stops);
          for (let token = 0; token < tokens.length && !row.isStopped; token++) {
            heard += row.push(token);
            expect(expected.startsWith(heard), `${JSON.stringify(heard)} of ${JSON.stringify(expected)}`).toBe(true);
            expect(heard).not.toMatch(/[\p{Surrogate}\ufffd]/u);
          }
          expect(row.isStopped).toBe(stops.some((one) => whole.includes(one)));
          expect(heard + row.end()).toBe(expected);
        },
      ),
      { numRuns: 500, seed: 4 },
    );
  });

  it("writes bytes that are no characters as decoders do, at the end too", () => {
    const heard = (tokens: readonly number[]): string => {
      const row = new RowText(bytes);
      return tokens.map((token) => row.push(token)).join("") + row.end();
    };
    for (const tokens of [
      [0xe2, 0x82],
      [0x61, 0xff, 0x62],
      [0xf0, 0x9f, 0x61],
      [0xef, 0xbb, 0xbf, 0x61],
    ]) {
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      expect(heard(tokens)).toBe(decoder.decode(Uint8Array.from(tokens)));
    }
  });

  it("finds a stop string in what the last character was held for", () => {
    const row = new RowText(bytes, ["\ufffd"]);
    expect([row.push(0x61), row.push(0xe2), row.end(), row.isStopped]).toEqual(["a", "", "", true]);
  });

  it("passes over tokens that are no text", () => {
    const row = new RowText([Uint8Array.of(0xc3), null, Uint8Array.of(0xa9)]);
    expect([row.push(0), row.push(1), row.push(2), row.push(9), row.end()]).toEqual(["", "", "é", "", ""]);
  });
});
