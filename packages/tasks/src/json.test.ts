import { expect, test } from "vitest";
import { pythonJson } from "./json.js";

// json.dumps of CPython 3.
test.each([
  [{ a: [1, -2, null, true, false], b: {}, c: [] }, '{"a": [1, -2, null, true, false], "b": {}, "c": []}'],
  [
    'tab\t nl\n quote" back\\ slash/ bell\x07 del\x7f',
    '"tab\\t nl\\n quote\\" back\\\\ slash/ bell\\u0007 del\\u007f"',
  ],
  ["é ✓ 🙂 \u2028", '"\\u00e9 \\u2713 \\ud83d\\ude42 \\u2028"'],
  [{ é: "ß" }, '{"\\u00e9": "\\u00df"}'],
])("%j is written as Python writes it", (value, text) => {
  expect(pythonJson(value)).toBe(text);
  expect(JSON.parse(text)).toEqual(value);
});
