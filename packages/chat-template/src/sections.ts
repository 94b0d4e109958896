import type { Interval } from "./layout.js";
import { Recent } from "./recent.js";
import type { Tokenizer } from "./tokenizer.js";

/** A special token, or the text between two of them: the largest pieces that are encoded independently. */
export interface Section extends Interval {
  readonly isSpecial: boolean;
}

/** A pattern of all special tokens, the longest first as the tokenizer matches them. */
export function specialTokenPattern(tokens: readonly string[]): RegExp {
  const longestFirst = [...tokens].sort((a, b) => b.length - a.length);
  const alternatives = longestFirst.map((token) => token.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(alternatives.join("|") || "(?!)", "g");
}

/** Cuts a text at its special tokens, but for those that stand in or reach into `plain`, which is in order. */
export function sectionsOf(text: string, special: RegExp, plain: readonly Interval[]): readonly Section[] {
  const sections: Section[] = [];
  let done = 0;
  let gapBegin = 0;
  for (const gapEnd of [...plain.map((interval) => interval.begin), text.length]) {
    for (const match of text.slice(gapBegin, gapEnd).matchAll(special)) {
      const begin = gapBegin + match.index;
      if (begin > done) sections.push({ begin: done, end: begin, isSpecial: false });
      done = begin + match[0].length;
      sections.push({ begin, end: done, isSpecial: true });
    }
    gapBegin = plain.find((interval) => interval.begin === gapEnd)?.end ?? text.length;
  }
  if (done < text.length) sections.push({ begin: done, end: text.length, isSpecial: false });
  return sections;
}

const CACHED_SECTIONS = 512;
const CACHED_LENGTH = 2048;

/**
 * Encodes sections and remembers them: system prompts, questions and turn openings come again and again. At most 1,024
 * of at most 2,048 UTF-16 units are kept: a few MB of ordinary text, 55 MB of text of which every byte is a token.
 */
export class SectionEncoder {
  private readonly known = new Recent<readonly number[]>(CACHED_SECTIONS);
  private readonly tokenizer: Tokenizer;
  private readonly special: RegExp;

  constructor(tokenizer: Tokenizer, special: RegExp) {
    this.tokenizer = tokenizer;
    this.special = special;
  }

  /** Ids of a text in which nothing is a special token. */
  encode(text: string): readonly number[] {
    const known = this.known.get(text);
    if (known) return known;
    const ids = text.search(this.special) < 0 ? this.tokenizer.encode(text) : this.tokenizer.encodePlain(text);
    if (text.length <= CACHED_LENGTH) this.known.set(text, ids);
    return ids;
  }

  /**
   * How many of a text's tokens spell nothing behind `offset`, and the first token that spells nothing before it. They
   * differ when a token lies across: `"\n"` of a template and `"\n"` of the content are one token.
   */
  cut(text: string, offset: number): { readonly before: number; readonly after: number } {
    const ids = this.encode(text);
    const head = this.encode(text.slice(0, offset));
    let before = 0;
    while (before < head.length && ids[before] === head[before]) before++;
    // The same ids spell the same text, so the rest of the tokens spell the rest of it.
    if (before === head.length) return { before, after: before };
    // Each side alone may be cut into other tokens than in the whole, so the spelling decides.
    const [begins, ends] = [head, this.encode(text.slice(offset))].map((side) => this.spell(side)) as [string, string];
    while (before < ids.length && begins.startsWith(this.spell(ids.slice(0, before + 1)))) before++;
    let after = before;
    while (!ends.endsWith(this.spell(ids.slice(after)))) after++;
    return { before, after };
  }

  private spell(ids: readonly number[]): string {
    return this.tokenizer.decode(ids, { skipSpecialTokens: false });
  }
}
