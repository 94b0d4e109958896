import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeJsonl, encodeJsonl } from "./index.js";

it("gives back every JSON value, one a line", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (rows) => {
      const text = encodeJsonl(rows);
      expect(text.split("\n")).toHaveLength(rows.length + 1);
      expect(decodeJsonl(text)).toEqual(JSON.parse(JSON.stringify(rows)));
    }),
  );
});

it("reads Windows line ends, blank lines and a last line without an end", () => {
  expect(decodeJsonl('{"a":1}\r\n\r\n\n[2]')).toEqual([{ a: 1 }, [2]]);
});

it("names the line that is not JSON", () => {
  expect(() => decodeJsonl('1\n\n{"a":\n')).toThrow(
    'dataset.decodeJsonl: line 3 is not JSON ({"a":); expected one value a line. Mend or remove the line.',
  );
});

it("refuses what JSON would drop", () => {
  expect(() => encodeJsonl([1, undefined])).toThrow(
    "dataset.encodeJsonl: a row is undefined; expected a value that JSON can hold. Leave it out.",
  );
});
