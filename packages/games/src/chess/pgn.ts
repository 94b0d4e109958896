import type { ChessState } from "./state.js";

/** How a game ended, by its text; `"*"`: not told. */
export type PgnResult = "1-0" | "0-1" | "1/2-1/2" | "*";

/** A game as portable game notation tells it. */
export interface PgnGame {
  /** Tag pairs in their order: `Event`, `White`, … */
  readonly headers: ReadonlyMap<string, string>;
  /** Where it starts: the position of the `FEN` header, else that of chess. */
  readonly start: ChessState;
  readonly line: PgnLine;
  readonly result: PgnResult;
}

/** The moves of a game, or of a variation. */
export interface PgnLine {
  /** What stands before the first move; empty for nothing. */
  readonly comment: string;
  readonly moves: readonly PgnMove[];
}

export interface PgnMove {
  readonly action: number;
  /** Numeric annotation glyphs: 1 for `!`, 2 for `?`, 3 for `!!` and so on. */
  readonly glyphs: readonly number[];
  /** What stands after the move; empty for nothing. */
  readonly comment: string;
  /** Lines that leave the game at this move, and replace it. */
  readonly variations: readonly PgnLine[];
}

/** A game, or what is wrong with its text and where, from 1. */
export type PgnReading =
  | { readonly game: PgnGame; readonly problem: null }
  | { readonly game: null; readonly problem: string; readonly line: number; readonly column: number };

/** Glyphs of the marks that stand right behind a move, by number from 1. */
export const JUDGEMENTS: readonly string[] = ["!", "?", "!!", "??", "!?", "?!"];

/** Variations in variations, at most. */
export const DEEPEST = 100;
