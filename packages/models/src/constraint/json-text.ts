import { LAST_CODE_POINT, type Range, without } from "./character-ranges.js";
import { character, choice, type Expression, literal, repeat, sequence } from "./expression.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Code points that a JSON string cannot hold as they are. */
const ESCAPED: readonly Range[] = [
  [0, 0x1f],
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
];

/** Any character of a string, before it is written as JSON. */
export const ANY_CHARACTER: Expression = character([0, LAST_CODE_POINT]);

/** A JSON string whose value, without quotes and escapes, is one of the expression's; spelled as JSON.stringify does. */
export function quoted(value: Expression): Expression {
  return sequence(literal('"'), escaped(value), literal('"'));
}

/** The text of a value, as JSON.stringify has it but for the separators. */
export function jsonLiteral(value: unknown, [comma, colon]: readonly [comma: string, colon: string]): string {
  if (Array.isArray(value)) return `[${value.map((item) => jsonLiteral(item, [comma, colon])).join(comma)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, inner]) => `${JSON.stringify(name)}${colon}${jsonLiteral(inner, [comma, colon])}`,
  );
  return `{${members.join(comma)}}`;
}

const digit: Expression = character([0x30, 0x39]);
const oneToNine: Expression = character([0x31, 0x39]);

/** A number of at most 15 digits before and 17 behind the point, and an exponent of at most two: always finite. */
export const NUMBER: Expression = sequence(
  repeat(literal("-"), 0, 1),
  choice([literal("0"), sequence(oneToNine, repeat(digit, 0, 14))]),
  repeat(sequence(literal("."), repeat(digit, 1, 17)), 0, 1),
  repeat(
    sequence(
      choice([literal("e"), literal("E")]),
      repeat(choice([literal("+"), literal("-")]), 0, 1),
      repeat(digit, 1, 2),
    ),
    0,
    1,
  ),
);

function escaped(value: Expression): Expression {
  switch (value.kind) {
    case "character":
      return choice([character(...without(value.ranges, ESCAPED)), ...escapesIn(value.ranges)]);
    case "sequence":
      return sequence(...value.parts.map(escaped));
    case "choice":
      return choice(value.options.map(escaped));
    case "repeat":
      return repeat(escaped(value.part), value.min, value.max);
    case "automaton":
      return value;
  }
}

function escapesIn(ranges: readonly Range[]): Expression[] {
  const found: Expression[] = [];
  for (const [first, last] of ESCAPED) {
    for (let code = first; code <= last; code++) {
      const isIn = ranges.some(([from, to]) => code >= from && code <= to);
      if (isIn) found.push(literal(JSON.stringify(String.fromCodePoint(code)).slice(1, -1)));
    }
  }
  return found;
}
