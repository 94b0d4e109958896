import type { Constraint } from "../generation/constraint.js";
import { TokenSet } from "../generation/token-set.js";
import { type Automaton, follow, START } from "./automaton.js";
import { completionTokens, NEVER } from "./completion.js";
import type { Vocabulary } from "./vocabulary.js";
import { walk } from "./walk.js";

const KEPT_SETS = 1024;

/**
 * Lets a model say nothing but texts of an automaton, spelled in any way that its tokens can. The answer is complete
 * within the tokens that it may have: it is led to its nearest end in time.
 *
 * @throws when the vocabulary can spell none of the texts
 */
export function constrain(automaton: Automaton, vocabulary: Vocabulary): Constraint {
  const constraint = new TokenConstraint(automaton, vocabulary);
  if (constraint.leastTokens < NEVER) return constraint;
  throw new Error(
    "models.constrain: no text of the automaton can be written with the tokens of the vocabulary; expected one at least. Check that both are of one alphabet.",
  );
}

class TokenConstraint implements Constraint {
  readonly start: number = START;
  readonly leastTokens: number;
  readonly #automaton: Automaton;
  readonly #vocabulary: Vocabulary;
  readonly #enough: Int32Array;
  /** Most of `#enough`: with so many tokens nothing need be thought of. */
  readonly #plenty: number;
  /** Tokens that may follow each state when there is plenty; the last used last. */
  readonly #sets = new Map<number, TokenSet>();

  constructor(automaton: Automaton, vocabulary: Vocabulary) {
    this.#automaton = automaton;
    this.#vocabulary = vocabulary;
    this.#enough = completionTokens(automaton, vocabulary);
    this.#plenty = this.#enough.reduce((most, tokens) => (tokens < NEVER ? Math.max(most, tokens) : most), 0);
    this.leastTokens = this.#enough[START]!;
  }

  allowed(state: number, remaining: number): TokenSet {
    if (remaining <= this.#plenty) return this.#follow(state, remaining - 1);
    let set = this.#sets.get(state);
    if (set) this.#sets.delete(state);
    else set = this.#follow(state, this.#plenty);
    this.#sets.set(state, set);
    if (this.#sets.size > KEPT_SETS) this.#sets.delete(this.#sets.keys().next().value!);
    return set;
  }

  accepts(state: number): boolean {
    return this.#automaton.accepting[state] === 1;
  }

  next(state: number, token: number): number {
    return follow(this.#automaton, state, this.#vocabulary.tokens[token]!);
  }

  isText(token: number): boolean {
    return (this.#vocabulary.tokens[token]?.length ?? 0) > 0;
  }

  /** Tokens behind which at most so many more are enough. */
  #follow(state: number, most: number): TokenSet {
    const { tokens, twins } = this.#vocabulary;
    const set = new TokenSet(tokens.length);
    walk(this.#automaton, this.#vocabulary, state, (first, to) => {
      if (this.#enough[to]! > most) return;
      for (let token = first; token >= 0; token = twins[token]!) set.add(token);
    });
    return set;
  }
}
