import type { TokenSet } from "./token-set.js";

/** What an answer may be, token by token. A state is the constraint's own number for what has been said. */
export interface Constraint {
  /** Where every answer begins. */
  readonly start: number;
  /** Tokens that any answer takes, counted as the constraint would take them. */
  readonly leastTokens: number;
  /**
   * Tokens that may come next, given that the answer may have `remaining` more, this one among them. Never empty where
   * the answer may not end, as long as `remaining` was enough at the start.
   */
  allowed(state: number, remaining: number): TokenSet;
  /** Whether the answer may end here. */
  accepts(state: number): boolean;
  /** The state behind a token that was allowed. */
  next(state: number, token: number): number;
  /** Whether a token is a piece of text, and so cannot be what ends answers. */
  isText(token: number): boolean;
}
