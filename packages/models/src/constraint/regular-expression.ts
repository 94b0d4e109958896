import type { Automaton } from "./automaton.js";
import { LAST_CODE_POINT } from "./character-ranges.js";
import { compile } from "./compile.js";
import { character, choice, type Expression, repeat, sequence } from "./expression.js";
import { parsePattern } from "./parse-pattern.js";

/**
 * The texts that a pattern matches from their first character to their last. JavaScript's syntax and meaning with the
 * flag u: characters, sets, classes (`\d \w \s`), groups, `|`, `* + ? {n,m}`; a `RegExp` may have the flags s, g, d and y.
 *
 * @throws on assertions, back-references, properties of characters (`\p`), anchors elsewhere than at the ends, and other
 *   flags; on a pattern that matches nothing or needs more than 50,000 states
 */
export function regularExpression(pattern: string | RegExp): Automaton {
  const { source, flags } = typeof pattern === "string" ? { source: pattern, flags: "u" } : pattern;
  const other = [...flags].find((flag) => !"usgdy".includes(flag));
  if (other) {
    throw new Error(
      `models.regularExpression: ${pattern} has the flag ${other}; expected u and s at most. Write the pattern without.`,
    );
  }
  const options = parsePattern(source, { dotAll: flags.includes("s"), what: "regularExpression" });
  const whole = choice(options.map(({ expression }) => expression));
  return compile(whole, `regularExpression: the pattern ${JSON.stringify(source)}`);
}

const ANYTHING: Expression = repeat(character([0, LAST_CODE_POINT]), 0, Number.POSITIVE_INFINITY);

/** The texts in which a pattern matches somewhere, as JSON Schema understands `pattern`. */
export function searching(pattern: string, what: string): Expression {
  const options = parsePattern(pattern, { what });
  return choice(
    options.map(({ expression, fromStart, toEnd }) =>
      sequence(...(fromStart ? [] : [ANYTHING]), expression, ...(toEnd ? [] : [ANYTHING])),
    ),
  );
}
