/**
 * A deterministic automaton over bytes, which begins at state 0. From every state but perhaps the first an accepting one
 * can be reached.
 */
export interface Automaton {
  /** Number of classes of bytes that no state tells apart. */
  readonly classes: number;
  /** [256], the class of each byte. */
  readonly classOf: Uint8Array;
  /** [states × classes], the state that follows; −1: none. */
  readonly next: Int32Array;
  /** [states], 1 where a text may end. */
  readonly accepting: Uint8Array;
}

export const START = 0;

export function stateCount({ accepting }: Automaton): number {
  return accepting.length;
}

/** The state behind these bytes; −1: no text of the automaton goes on so. */
export function follow({ classes, classOf, next }: Automaton, state: number, bytes: Iterable<number>): number {
  let at = state;
  for (const byte of bytes) {
    if (at < 0) break;
    at = next[at * classes + classOf[byte]!]!;
  }
  return at;
}

/** Whether a text is one of the automaton's. */
export function accepts(automaton: Automaton, text: string): boolean {
  const end = follow(automaton, START, new TextEncoder().encode(text));
  return end >= 0 && automaton.accepting[end] === 1;
}

/**
 * Bytes from each state to the nearest accepting one; −1 where none can be reached.
 *
 * @returns [states]
 */
export function distances({ classes, next, accepting }: Automaton): Int32Array {
  const before: number[][] = Array.from(accepting, () => []);
  next.forEach((to, index) => {
    if (to >= 0) before[to]!.push(Math.floor(index / classes));
  });
  const distance = new Int32Array(accepting.length).fill(-1);
  let front = [...accepting.keys()].filter((state) => accepting[state] === 1);
  for (const state of front) distance[state] = 0;
  for (let far = 1; front.length > 0; far++) {
    const reached: number[] = [];
    for (const state of front) {
      for (const from of before[state]!) {
        if (distance[from] !== -1) continue;
        distance[from] = far;
        reached.push(from);
      }
    }
    front = reached;
  }
  return distance;
}
