import type { Automaton } from "./automaton.js";
import { compile } from "./compile.js";
import { literal, sequence } from "./expression.js";

/** Texts that are one of each part's, one after the other: what a prompt asks for around some JSON, say. */
export function joined(...parts: readonly (string | Automaton)[]): Automaton {
  const expressions = parts.map((part) =>
    typeof part === "string" ? literal(part) : { kind: "automaton" as const, automaton: part },
  );
  return compile(sequence(...expressions), "joined: the sequence of parts");
}
