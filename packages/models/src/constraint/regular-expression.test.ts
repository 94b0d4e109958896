import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accepts } from "./automaton.js";
import { regularExpression } from "./regular-expression.js";

const letters = ["a", "b", "0", "-", "é", "€", "😀", "\n"];
const text = fc.array(fc.constantFrom(...letters), { maxLength: 6 }).map((parts) => parts.join(""));

/** Patterns over few letters, so that texts match them often. */
const pattern = fc.letrec<{ node: string; leaf: string }>((tie) => ({
  leaf: fc.constantFrom(
    "a",
    "b",
    "0",
    "é",
    "😀",
    ".",
    "\\d",
    "\\W",
    "[a-b]",
    "[^a]",
    "[a\\d-]",
    "\\u{1F600}",
    "[€-😀]",
  ),
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `${a}${b}`),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie("node"), fc.constantFrom("*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "{0}"))
      .map(([a, many]) => `(${a})${many}`),
  ),
})).node;

describe("regularExpression", () => {
  it("accepts what JavaScript's engine matches from end to end", () => {
    let matches = 0;
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 12, maxLength: 12 }), (source, texts) => {
        const automaton = regularExpression(source);
        const reference = new RegExp(`^(?:${source})$`, "u");
        for (const one of texts) {
          const expected = reference.test(one);
          matches += Number(expected);
          expect(accepts(automaton, one), `${source} on ${JSON.stringify(one)}`).toBe(expected);
        }
      }),
      { numRuns: 400, seed: 5 },
    );
    expect(matches).toBeGreaterThan(300);
  });

  it("has every character of sets and classes", () => {
    const sets = [
      "\\s",
      "\\S",
      "\\w",
      "\\D",
      ".",
      "[\\x80-\\u{10FFFF}]",
      "[^\\s\\u0800-\\uFFFF]",
      "[\\u07f0-\\u{10010}]",
    ];
    for (const set of sets) {
      const automaton = regularExpression(set);
      const reference = new RegExp(`^${set}$`, "u");
      for (let code = 0; code <= 0x10ffff; code += code < 0x3100 || (code > 0xfe00 && code < 0x10200) ? 1 : 997) {
        if (code >= 0xd800 && code <= 0xdfff) continue;
        const one = String.fromCodePoint(code);
        if (accepts(automaton, one) !== reference.test(one)) throw new Error(`${set} on U+${code.toString(16)}`);
      }
    }
  });

  it("takes a RegExp, with s, and anchors at its ends", () => {
    const whole = regularExpression(/^a.$|^b$/su);
    expect(["a\n", "b", "ab", "a", "ba", "aba"].map((one) => accepts(whole, one))).toEqual([
      ...[true, true, true, false, false, false],
    ]);
    expect(accepts(regularExpression("a.?"), "a\n")).toBe(false);
    const named = regularExpression(String.raw`(?<word>\x41)\cJ\/\ud83d\ude00[\b\-]`);
    expect(accepts(named, "A\n/😀-")).toBe(true);
  });

  it("refuses by name what it cannot do", () => {
    const refused: readonly (readonly [string, string])[] = [
      ["a(?=b)", "an assertion or a flag at 1"],
      ["(?<!b)a", "an assertion or a flag at 0"],
      ["(?i:a)", "an assertion or a flag at 0"],
      [String.raw`(a)\1`, String.raw`\1 at 3`],
      [String.raw`\bword`, String.raw`\b at 0`],
      [String.raw`\p{L}`, String.raw`\p at 0`],
      [String.raw`\ud800`, "half a character at 5"],
      ["a^b", '"^" at 1'],
      ["(a$)", '"$" at 2'],
      ["*a", '"*" at 0'],
      ["a**", '"*" at 2'],
      ["a{2", '"{" at 1'],
      ["a{3,2}", "a range out of order at 5"],
      ["[b-a]", "a range out of order at 3"],
      ["[a", "its end at 2"],
      ["(a", '"" at 2'],
      ["a)", '")" at 1'],
    ];
    for (const [source, what] of refused) {
      expect(() => regularExpression(source), source).toThrow(
        `models.regularExpression: ${JSON.stringify(source)} has ${what}; expected characters, sets, groups, |, *, +, ?, {n,m}, and ^ and $ at its ends alone. Write it without.`,
      );
    }
    expect(() => regularExpression(/a/i)).toThrow(
      "models.regularExpression: /a/i has the flag i; expected u and s at most. Write the pattern without.",
    );
  });

  it("refuses what matches nothing or is too large", () => {
    expect(() => regularExpression("[]")).toThrow(
      'models.regularExpression: the pattern "[]" allows no text; expected one at least. Loosen it.',
    );
    expect(() => regularExpression("(a|b)*a(a|b){30}")).toThrow(
      'models.regularExpression: the pattern "(a|b)*a(a|b){30}" needs more than 50000 states; expected a smaller one. Bound what repeats, or let it repeat without a bound.',
    );
    expect(() => regularExpression("((a{1000}){1000}){1000}")).toThrow("needs more than 50000 states");
  });
});
