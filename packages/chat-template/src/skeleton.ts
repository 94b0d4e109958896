import type { Interval } from "./interval.js";
import type { PieceSpan } from "./marks.js";
import { strip, stripEnd, stripStart } from "./strip.js";

/** A rendering with its content taken out: literals between slots, and what the assistant wrote in terms of them. */
export interface Skeleton {
  /** One more than slots. */
  readonly literals: readonly string[];
  /** The number of the content that stands there, or the text itself of a string of tools. */
  readonly slots: readonly (number | string)[];
  readonly written: readonly WrittenBetween[];
}

/** A stretch that the assistant wrote in a message. */
export interface Written extends Interval {
  readonly message: number;
  /** Whether it ends with an end-of-turn token and a newline follows. */
  readonly isBeforeNewline: boolean;
}

interface WrittenBetween extends Omit<Written, "begin" | "end"> {
  readonly begin: Place;
  readonly end: Place;
}

/** So many characters into the literal that follows so many slots. */
interface Place {
  readonly slots: number;
  readonly offset: number;
}

/** Takes the spans out of a text. `written` must not begin or end inside a span. */
export function skeletonOf(text: string, spans: readonly PieceSpan[], written: readonly Written[]): Skeleton {
  const literals: string[] = [];
  let begin = 0;
  for (const span of spans) {
    literals.push(text.slice(begin, span.begin));
    begin = span.end;
  }
  literals.push(text.slice(begin));
  const placeOf = (position: number): Place => {
    const slots = firstIndex(spans, (span) => span.end > position);
    return { slots, offset: position - (spans[slots - 1]?.end ?? 0) };
  };
  return {
    literals,
    slots: spans.map(({ piece, begin, end }) => piece.content ?? text.slice(begin, end)),
    written: written.map(({ begin, end, ...rest }) => ({ begin: placeOf(begin), end: placeOf(end), ...rest })),
  };
}

/** The first index from which on all items satisfy a condition that none before it does. */
export function firstIndex<T>(items: readonly T[], condition: (item: T) => boolean): number {
  let [begin, end] = [0, items.length];
  while (begin < end) {
    const middle = (begin + end) >> 1;
    if (condition(items[middle]!)) end = middle;
    else begin = middle + 1;
  }
  return begin;
}

/** Positions in a text of what a skeleton speaks of. */
export interface Filled {
  /** One for each slot. */
  readonly content: readonly Interval[];
  readonly written: readonly Written[];
}

/**
 * Reads a text as the skeleton with these contents in its slots, each whole or without the white space at its ends; null
 * when the text is anything else.
 */
export function fillSkeleton(skeleton: Skeleton, contents: readonly string[], text: string): Filled | null {
  const content = placeContents(skeleton, contents, text);
  if (!content) return null;
  const position = ({ slots, offset }: Place): number => (slots === 0 ? 0 : content[slots - 1]!.end) + offset;
  return {
    content,
    written: skeleton.written.map(({ begin, end, ...rest }) => ({
      begin: position(begin),
      end: position(end),
      ...rest,
    })),
  };
}

const WAYS: readonly ((text: string) => string)[] = [(text) => text, strip, stripStart, stripEnd];

/** Depth first over the ways to trim each content; whole contents are tried first, so mostly it is one walk. */
function placeContents(
  { literals, slots }: Skeleton,
  contents: readonly string[],
  text: string,
): readonly Interval[] | null {
  if (!text.startsWith(literals[0]!)) return null;
  const placed: (Interval & { readonly way: number })[] = [];
  const dead = new Set<number>();
  let begin = literals[0]!.length;
  let way = 0;
  for (;;) {
    const slot = slots[placed.length];
    if (slot === undefined && begin === text.length) return placed;
    const content = typeof slot === "number" ? contents[slot] : slot;
    const state = placed.length * (text.length + 1) + begin;
    const literal = literals[placed.length + 1];
    let end = -1;
    if (content !== undefined && literal !== undefined && !dead.has(state)) {
      for (; way < WAYS.length && end < 0; way++) {
        const piece = WAYS[way]!(content);
        if (text.startsWith(piece, begin) && text.startsWith(literal, begin + piece.length)) end = begin + piece.length;
        // A content without white space at its ends has one way only.
        else if (way === 1 && piece === content) way = WAYS.length;
      }
    }
    if (end >= 0) {
      placed.push({ begin, end, way });
      begin = end + literal!.length;
      way = 0;
    } else {
      dead.add(state);
      const last = placed.pop();
      if (!last) return null;
      ({ begin, way } = last);
    }
  }
}
