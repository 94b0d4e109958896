import { type Automaton, START, stateCount } from "./automaton.js";
import type { Range } from "./character-ranges.js";
import type { Expression } from "./expression.js";
import { byteSequences } from "./utf8.js";

export interface Edge {
  readonly bytes: Range;
  readonly to: number;
}

const LARGEST_GRAPH = 200_000;

/** Thrown when an expression is too large to be compiled; callers say whose it was. */
export class TooLarge extends Error {}

/**
 * A nondeterministic automaton over bytes, grown along an expression.
 *
 * @see Thompson, "Regular expression search algorithm", 1968
 */
export class ByteGraph {
  /** Of each state. */
  readonly edges: Edge[][] = [];
  /** States that are entered with each state, without a byte. */
  readonly silent: number[][] = [];

  state(): number {
    if (this.edges.length === LARGEST_GRAPH) throw new TooLarge();
    this.silent.push([]);
    return this.edges.push([]) - 1;
  }

  /** Adds every way through the expression that begins at a state; the state where they end. */
  add(expression: Expression, from: number): number {
    switch (expression.kind) {
      case "character":
        return this.#character(expression.ranges, from);
      case "sequence":
        return expression.parts.reduce((state, part) => this.add(part, state), from);
      case "choice": {
        const end = this.state();
        for (const option of expression.options) {
          // A state of its own: an option that loops must not lead into the others.
          const begin = this.state();
          this.silent[from]!.push(begin);
          this.silent[this.add(option, begin)]!.push(end);
        }
        return end;
      }
      case "repeat":
        return this.#repeat(expression.part, expression.min, expression.max, from);
      case "automaton":
        return this.#automaton(expression.automaton, from);
    }
  }

  #character(ranges: readonly Range[], from: number): number {
    const end = this.state();
    // Characters that end in the same bytes share the states of that end.
    const ends = new Map<string, number>([["", end]]);
    const stateBefore = (rest: readonly Range[]): number => {
      const key = rest.join(";");
      let state = ends.get(key);
      if (state === undefined) {
        state = this.state();
        ends.set(key, state);
        this.edges[state]!.push({ bytes: rest[0]!, to: stateBefore(rest.slice(1)) });
      }
      return state;
    };
    for (const [first, ...rest] of byteSequences(ranges))
      this.edges[from]!.push({ bytes: first!, to: stateBefore(rest) });
    return end;
  }

  #repeat(part: Expression, min: number, max: number, from: number): number {
    let state = from;
    for (let i = 0; i < min; i++) state = this.add(part, state);
    const end = this.state();
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.state();
      this.silent[state]!.push(loop);
      this.silent[this.add(part, loop)]!.push(loop);
      this.silent[loop]!.push(end);
      return end;
    }
    for (let i = min; i < max; i++) {
      this.silent[state]!.push(end);
      state = this.add(part, state);
    }
    this.silent[state]!.push(end);
    return end;
  }

  #automaton(automaton: Automaton, from: number): number {
    const end = this.state();
    const states = Array.from({ length: stateCount(automaton) }, () => this.state());
    this.silent[from]!.push(states[START]!);
    states.forEach((state, index) => {
      if (automaton.accepting[index] === 1) this.silent[state]!.push(end);
      const nextBy = (byte: number): number => automaton.next[index * automaton.classes + automaton.classOf[byte]!]!;
      for (let first = 0, last = 0; first < 256; first = ++last) {
        // Neighbours that lead to the same state are one range.
        while (last < 255 && nextBy(last + 1) === nextBy(first)) last++;
        if (nextBy(first) >= 0) this.edges[state]!.push({ bytes: [first, last], to: states[nextBy(first)]! });
      }
    });
    return end;
  }
}
