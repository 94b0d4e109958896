import { complement, LAST_CODE_POINT, normalized, type Range, SURROGATES } from "./character-ranges.js";
import { choice, type Expression, literal, repeat, sequence } from "./expression.js";
import { ANY_IN_LINE, CLASS_ESCAPES, CONTROL_ESCAPES } from "./pattern-classes.js";

/** One of a pattern's alternatives at its top, with the anchors that it had. */
export interface Alternative {
  readonly expression: Expression;
  readonly fromStart: boolean;
  readonly toEnd: boolean;
}

export interface ParseOptions {
  /** Whether `.` is any character: the flag s. */
  readonly dotAll?: boolean;
  /** Names the pattern's owner in errors. */
  readonly what: string;
}

/**
 * The top alternatives of a pattern in JavaScript's syntax with the flag u. Anchors may only stand at the ends of these.
 *
 * @throws on what is no pattern, and by name on what no automaton can do or this one does not: assertions,
 *   back-references, properties of characters
 */
export function parsePattern(pattern: string, { dotAll = false, what }: ParseOptions): readonly Alternative[] {
  return new Parser(pattern, dotAll, what).alternatives();
}

const QUANTIFIERS: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ["*", [0, Number.POSITIVE_INFINITY]],
  ["+", [1, Number.POSITIVE_INFINITY]],
  ["?", [0, 1]],
]);

class Parser {
  readonly #characters: readonly string[];
  readonly #pattern: string;
  readonly #any: readonly Range[];
  readonly #what: string;
  #at = 0;

  constructor(pattern: string, dotAll: boolean, what: string) {
    this.#pattern = pattern;
    this.#characters = Array.from(pattern);
    this.#any = dotAll ? [[0, LAST_CODE_POINT]] : ANY_IN_LINE;
    this.#what = what;
  }

  alternatives(): readonly Alternative[] {
    const all: Alternative[] = [];
    do {
      const fromStart = this.#take("^");
      const expression = this.#sequence();
      const toEnd = this.#take("$");
      all.push({ expression, fromStart, toEnd });
    } while (this.#take("|"));
    if (this.#at < this.#characters.length) this.#refuse();
    return all;
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    for (let next = this.#peek(); next !== undefined && !"|)$".includes(next); next = this.#peek()) {
      parts.push(this.#quantified(this.#atom()));
    }
    return sequence(...parts);
  }

  #atom(): Expression {
    const one = this.#next();
    if (one === "(") return this.#group();
    if (one === "[") return { kind: "character", ranges: this.#set() };
    if (one === ".") return { kind: "character", ranges: this.#any };
    if (one === "\\") return { kind: "character", ranges: this.#escape() };
    if ("^*+?{}]".includes(one)) this.#refuse(-1);
    return literal(one);
  }

  #group(): Expression {
    if (this.#take("?") && !this.#take(":")) {
      const isName = this.#peek() === "<" && !"=!".includes(this.#characters[this.#at + 1] ?? "=");
      if (!isName) this.#refuse(-2, "an assertion or a flag");
      while (this.#next() !== ">");
    }
    const options: Expression[] = [];
    do options.push(this.#sequence());
    while (this.#take("|"));
    if (!this.#take(")")) this.#refuse();
    return options.length === 1 ? options[0]! : choice(options);
  }

  #quantified(part: Expression): Expression {
    const simple = QUANTIFIERS.get(this.#peek() ?? "");
    const counted = simple
      ? null
      : /^\{(\d+)(,(\d*))?\}/.exec(this.#characters.slice(this.#at, this.#at + 24).join(""));
    if (!simple && !counted) return part;
    this.#at += counted ? counted[0].length : 1;
    // A lazy quantifier allows the same texts.
    this.#take("?");
    if (simple) return repeat(part, ...simple);
    const [, least = "", isRange, most] = counted!;
    const min = Number(least);
    const max = isRange === undefined ? min : most === "" ? Number.POSITIVE_INFINITY : Number(most);
    if (max < min) this.#refuse(-1, "a range out of order");
    return repeat(part, min, max);
  }

  /** What stands in brackets. */
  #set(): readonly Range[] {
    const isNegated = this.#take("^");
    const ranges: Range[] = [];
    while (!this.#take("]")) {
      const first = this.#setItem();
      if (this.#peek() !== "-" || this.#characters[this.#at + 1] === "]") {
        ranges.push(...first);
        continue;
      }
      this.#at++;
      const last = this.#setItem();
      const [[low, lowEnd], [high, highEnd]] = [first[0]!, last[0]!];
      const isPair = first.length === 1 && last.length === 1 && low === lowEnd && high === highEnd;
      if (!isPair || low > high) this.#refuse(-1, "a range out of order");
      ranges.push([low, high]);
    }
    return isNegated ? complement(ranges) : normalized(ranges);
  }

  #setItem(): readonly Range[] {
    const one = this.#next();
    if (one === "\\") return this.#escape(true);
    const code = one.codePointAt(0)!;
    return [[code, code]];
  }

  /** What stands behind a backslash. */
  #escape(isInSet = false): readonly Range[] {
    const one = this.#next();
    const named = CLASS_ESCAPES.get(one);
    if (named) return named;
    const code = CONTROL_ESCAPES.get(one) ?? this.#numbered(one);
    if (code !== null) {
      if (one === "0" && /\d/.test(this.#peek() ?? "")) this.#refuse(-2);
      return [[code, code]];
    }
    if (isInSet && one === "b") return [[0x08, 0x08]];
    if (!(isInSet ? "^$\\.*+?()[]{}|/-" : "^$\\.*+?()[]{}|/").includes(one)) {
      this.#refuse(-2, `\\${one}`);
    }
    const itself = one.codePointAt(0)!;
    return [[itself, itself]];
  }

  /** A character by its number, `\x41`, `\u0041` or `\u{41}`, or by the control letter of `\cA`; null for anything else. */
  #numbered(one: string): number | null {
    const rest = this.#characters.slice(this.#at, this.#at + 12).join("");
    const form = { x: /^[\da-f]{2}/i, u: /^(?:[\da-f]{4}|\{[\da-f]{1,6}\})/i, c: /^[a-z]/i }[one];
    const digits = form?.exec(rest)?.[0];
    if (digits === undefined) return null;
    this.#at += digits.length;
    if (one === "c") return digits.codePointAt(0)! % 32;
    const code = Number.parseInt(digits.replace(/[{}]/g, ""), 16);
    if (code > LAST_CODE_POINT) this.#refuse(-1);
    if (code < SURROGATES[0] || code > SURROGATES[1]) return code;
    // Two halves are one character, as with the flag u.
    const low = /^\\u(d[c-f][\da-f]{2})/i.exec(this.#characters.slice(this.#at, this.#at + 6).join(""))?.[1];
    if (code > 0xdbff || low === undefined) this.#refuse(-1, "half a character");
    this.#at += 6;
    return String.fromCharCode(code, Number.parseInt(low!, 16)).codePointAt(0)!;
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const one = this.#characters[this.#at++];
    if (one === undefined) this.#refuse(-1, "its end");
    return one!;
  }

  #take(one: string): boolean {
    if (this.#peek() !== one) return false;
    this.#at++;
    return true;
  }

  #refuse(offset = 0, named?: string): never {
    const at = this.#at + offset;
    const what = named ?? JSON.stringify(this.#characters[at] ?? "");
    throw new Error(
      `models.${this.#what}: ${JSON.stringify(this.#pattern)} has ${what} at ${at}; expected characters, sets, groups, |, *, +, ?, {n,m}, and ^ and $ at its ends alone. Write it without.`,
    );
  }
}
