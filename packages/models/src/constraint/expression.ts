import type { Automaton } from "./automaton.js";
import type { Range } from "./character-ranges.js";

/** A regular set of texts, as it is built from smaller ones. */
export type Expression =
  /** One character out of these code points. */
  | { readonly kind: "character"; readonly ranges: readonly Range[] }
  | { readonly kind: "sequence"; readonly parts: readonly Expression[] }
  | { readonly kind: "choice"; readonly options: readonly Expression[] }
  | { readonly kind: "repeat"; readonly part: Expression; readonly min: number; readonly max: number }
  | { readonly kind: "automaton"; readonly automaton: Automaton };

export function character(...ranges: readonly Range[]): Expression {
  return { kind: "character", ranges };
}

export function sequence(...parts: readonly Expression[]): Expression {
  return { kind: "sequence", parts };
}

export function choice(options: readonly Expression[]): Expression {
  return { kind: "choice", options };
}

export function repeat(part: Expression, min: number, max: number): Expression {
  return { kind: "repeat", part, min, max };
}

export function optional(part: Expression): Expression {
  return repeat(part, 0, 1);
}

/** Exactly this text. */
export function literal(text: string): Expression {
  return sequence(
    ...Array.from(text, (one) => {
      const code = one.codePointAt(0)!;
      return character([code, code]);
    }),
  );
}
