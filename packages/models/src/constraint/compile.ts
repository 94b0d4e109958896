import { type Automaton, distances } from "./automaton.js";
import { ByteGraph, TooLarge } from "./byte-graph.js";
import type { Expression } from "./expression.js";

const MOST_STATES = 50_000;

/**
 * The deterministic automaton of an expression.
 *
 * @param what the function and the thing in errors: `"regularExpression: the pattern a+"`
 * @throws when it would take more than 50,000 states, or no text is in the set
 */
export function compile(expression: Expression, what: string): Automaton {
  try {
    const automaton = trimmed(determinized(expression));
    if (distances(automaton)[0] !== -1) return automaton;
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    throw tooLarge(what);
  }
  throw new Error(`models.${what} allows no text; expected one at least. Loosen it.`);
}

function tooLarge(what: string): Error {
  return new Error(
    `models.${what} needs more than ${MOST_STATES} states; expected a smaller one. Bound what repeats, or let it repeat without a bound.`,
  );
}

/**
 * What two automata both accept; null where that is nothing.
 *
 * @param what as in `compile`
 */
export function intersection(left: Automaton, right: Automaton, what: string): Automaton | null {
  const ids = new Map<number, number>();
  const pairs: (readonly [number, number])[] = [];
  const idOf = (a: number, b: number): number => {
    const key = a * right.accepting.length + b;
    let id = ids.get(key);
    if (id === undefined) {
      if (pairs.length === MOST_STATES) throw tooLarge(what);
      id = pairs.push([a, b]) - 1;
      ids.set(key, id);
    }
    return id;
  };
  const classOf = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const next: number[] = [];
  idOf(0, 0);
  for (let at = 0; at < pairs.length; at++) {
    const [a, b] = pairs[at]!;
    for (let byte = 0; byte < 256; byte++) {
      const toLeft = left.next[a * left.classes + left.classOf[byte]!]!;
      const toRight = right.next[b * right.classes + right.classOf[byte]!]!;
      next.push(toLeft < 0 || toRight < 0 ? -1 : idOf(toLeft, toRight));
    }
  }
  const accepting = Uint8Array.from(pairs, ([a, b]) => left.accepting[a]! & right.accepting[b]!);
  const both = trimmed({ classes: 256, classOf, next: Int32Array.from(next), accepting });
  return distances(both)[0] === -1 ? null : both;
}

/** @see Rabin and Scott, "Finite automata and their decision problems", 1959: the subset construction */
function determinized(expression: Expression): Automaton {
  const graph = new ByteGraph();
  const start = graph.state();
  const end = graph.add(expression, start);
  const { classes, classOf } = classesOf(graph);
  const ids = new Map<string, number>();
  const sets: (readonly number[])[] = [];
  const add = (set: readonly number[]): number => {
    if (sets.length === MOST_STATES) throw new TooLarge();
    return sets.push(set) - 1;
  };
  // Most classes lead to the same states, which need not be closed again.
  const entered = new Map<string, number>();
  const idOf = (states: readonly number[]): number => {
    const key = states.join();
    let id = entered.get(key);
    if (id === undefined) {
      const set = closure(graph, states, end);
      const closed = set.join();
      id = ids.get(closed) ?? add(set);
      ids.set(closed, id);
      entered.set(key, id);
    }
    return id;
  };
  const next: number[] = [];
  idOf([start]);
  for (let at = 0; at < sets.length; at++) {
    const targets: number[][] = Array.from({ length: classes }, () => []);
    for (const state of sets[at]!) {
      for (const { bytes, to } of graph.edges[state]!) {
        for (let c = classOf[bytes[0]]!; c <= classOf[bytes[1]]!; c++) targets[c]!.push(to);
      }
    }
    for (const states of targets) next.push(states.length === 0 ? -1 : idOf(states));
  }
  const accepting = Uint8Array.from(sets, (set) => (set.includes(end) ? 1 : 0));
  return { classes, classOf, next: Int32Array.from(next), accepting };
}

/** Every state that is entered with these, in order; only those that a byte leaves, and the end. */
function closure({ silent, edges }: ByteGraph, states: readonly number[], end: number): number[] {
  const seen = new Set(states);
  for (const state of seen) for (const to of silent[state]!) seen.add(to);
  return [...seen].filter((state) => state === end || edges[state]!.length > 0).sort((a, b) => a - b);
}

/** Bytes that lie between the same ends of all ranges are alike to every state. Classes count up with the bytes. */
function classesOf({ edges }: ByteGraph): { readonly classes: number; readonly classOf: Uint8Array } {
  const isFirst = new Uint8Array(257);
  for (const { bytes } of edges.flat()) {
    isFirst[bytes[0]] = 1;
    isFirst[bytes[1] + 1] = 1;
  }
  const classOf = new Uint8Array(256);
  for (let byte = 1; byte < 256; byte++) classOf[byte] = classOf[byte - 1]! + isFirst[byte]!;
  return { classes: classOf[255]! + 1, classOf };
}

/** Without the ways that no accepted text takes. */
function trimmed(automaton: Automaton): Automaton {
  const distance = distances(automaton);
  return { ...automaton, next: automaton.next.map((to) => (to >= 0 && distance[to] === -1 ? -1 : to)) };
}
