import { type Automaton, distances, follow } from "./automaton.js";
import type { Vocabulary } from "./vocabulary.js";
import { walk } from "./walk.js";

/** Stands for: no tokens lead from here to an end. */
export const NEVER: number = 0x7fffffff;

/**
 * How many tokens are enough to end a text from each state: those of its shortest end in bytes, cut into as few tokens as
 * it can be. Where the vocabulary cannot write that, some other way to an end.
 *
 * @returns [states]; `NEVER` where the vocabulary has no way
 */
export function completionTokens(automaton: Automaton, vocabulary: Vocabulary): Int32Array {
  const inBytes = distances(automaton);
  const tokens = new Int32Array(inBytes.length).fill(NEVER);
  const states = [...inBytes.keys()].filter((state) => inBytes[state]! >= 0);
  states.sort((a, b) => inBytes[a]! - inBytes[b]!);
  const toward = shortestWay(automaton, vocabulary, inBytes);
  for (const state of states) {
    if (inBytes[state] === 0) {
      tokens[state] = 0;
      continue;
    }
    let node: number | null = null;
    for (let at = state; inBytes[at]! > 0; ) {
      const byte = toward(at);
      node = vocabulary.child(node, byte);
      if (node < 0) break;
      at = follow(automaton, at, [byte]);
      if (vocabulary.ends[node]! >= 0 && tokens[at]! < NEVER) tokens[state] = Math.min(tokens[state]!, tokens[at]! + 1);
    }
  }
  let left = states.filter((state) => tokens[state] === NEVER);
  for (let before = -1; left.length !== before; left = left.filter((state) => tokens[state] === NEVER)) {
    before = left.length;
    for (const state of left) tokens[state] = nearest(automaton, vocabulary, tokens, state);
  }
  return tokens;
}

/** The byte of each state's shortest end, one that is a token of its own if there is any. */
function shortestWay(automaton: Automaton, vocabulary: Vocabulary, inBytes: Int32Array): (state: number) => number {
  const { classes, classOf, next } = automaton;
  const byteOf = new Int32Array(classes).fill(-1);
  for (let byte = 255; byte >= 0; byte--) {
    const node = vocabulary.child(null, byte);
    const isToken = node >= 0 && vocabulary.ends[node]! >= 0;
    if (isToken || byteOf[classOf[byte]!] === -1) byteOf[classOf[byte]!] = byte;
  }
  return (state) => {
    let best = -1;
    for (let c = 0; c < classes; c++) {
      const to = next[state * classes + c]!;
      if (to >= 0 && inBytes[to] === inBytes[state]! - 1) {
        const byte = byteOf[c]!;
        const node = vocabulary.child(null, byte);
        if (node >= 0 && vocabulary.ends[node]! >= 0) return byte;
        if (best < 0) best = byte;
      }
    }
    return best;
  };
}

/** One token more than from the best of all states that a token leads to. */
function nearest(automaton: Automaton, vocabulary: Vocabulary, tokens: Int32Array, state: number): number {
  let best = NEVER;
  walk(automaton, vocabulary, state, (_, to) => {
    if (tokens[to]! < NEVER) best = Math.min(best, tokens[to]! + 1);
  });
  return best;
}
