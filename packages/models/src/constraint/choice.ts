import type { Automaton } from "./automaton.js";
import { compile } from "./compile.js";
import { choice as choiceOf, literal } from "./expression.js";

/**
 * One of these texts, such as the legal moves of a position.
 *
 * @throws on an empty list
 */
export function choice(texts: readonly string[]): Automaton {
  return compile(choiceOf(texts.map(literal)), "choice: the list of texts");
}
