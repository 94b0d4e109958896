import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnswer, writeAnswer } from "./protocol.js";

test("an answer is written between anchors, each on its own line", () => {
  expect(writeAnswer({ allowed_square: null })).toBe('JSON_START\n{"allowed_square": null}\nJSON_END');
});

describe("readAnswer", () => {
  test("reads back what was written, whatever stands around it", () => {
    const prose = fc.string().filter((text) => !text.includes("JSON_"));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
        prose,
        prose,
        (answer, before, after) => {
          const clean = JSON.parse(JSON.stringify(answer));
          fc.pre(!JSON.stringify(answer).includes("JSON_"));
          expect(readAnswer(before + writeAnswer(clean) + after)).toEqual({ json: clean, problem: null });
        },
      ),
    );
  });

  test("takes the first of two answers", () => {
    expect(readAnswer(`${writeAnswer({ a: 1 })}\n${writeAnswer({ a: 2 })}`).json).toEqual({ a: 1 });
  });

  test.each([
    ["", "missing_start"],
    ['{"a": 1}', "missing_start"],
    ['{"a": 1}\nJSON_END', "missing_start"],
    ['JSON_END\n{"a": 1}\nJSON_START', "missing_end"],
    ['JSON_START\n{"a": 1}', "missing_end"],
    ["JSON_START\nJSON_END", "invalid_json"],
    ['JSON_START\n{"a": 1\nJSON_END', "invalid_json"],
    ['JSON_START\nhere: {"a": 1}\nJSON_END', "invalid_json"],
    ['JSON_START\n{"a": 1} {"a": 2}\nJSON_END', "invalid_json"],
    ["JSON_START\n[1]\nJSON_END", "invalid_json"],
    ["JSON_START\nnull\nJSON_END", "invalid_json"],
    [`JSON_START\n${"[".repeat(200_000)}\nJSON_END`, "invalid_json"],
  ])("names what is wrong (case %#)", (text, problem) => {
    expect(readAnswer(text)).toEqual({ json: null, problem });
  });
});
