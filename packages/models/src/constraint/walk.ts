import type { Automaton } from "./automaton.js";
import type { Vocabulary } from "./vocabulary.js";

/** Visits the tokens that an automaton can read from a state, with the state behind each; of twins the first. */
export function walk(
  { classes, classOf, next }: Automaton,
  { bytes, depths, behind, ends }: Vocabulary,
  state: number,
  visit: (token: number, state: number) => void,
): void {
  /** The state at each depth of the way to the present node. */
  const states = [state];
  for (let node = 0; node < bytes.length; ) {
    const depth = depths[node]!;
    const to = next[states[depth - 1]! * classes + classOf[bytes[node]!]!]!;
    if (to < 0) {
      node = behind[node]!;
      continue;
    }
    states[depth] = to;
    if (ends[node]! >= 0) visit(ends[node]!, to);
    node++;
  }
}
