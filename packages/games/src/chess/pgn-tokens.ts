/** A piece of PGN text and where it starts, from 1. */
export interface PgnToken {
  readonly kind: "header" | "move" | "comment" | "glyph" | "judgement" | "open" | "close" | "result" | "problem";
  /** A header's name, a move, a comment without its braces, a number, a result, or what is wrong. */
  readonly text: string;
  /** A header's value. */
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

const HEADER = /\[\s*([A-Za-z0-9_]+)\s*"([^"\\\n\r]*(?:\\.[^"\\\n\r]*)*)"\s*\]/y;
const RESULT = /(?:1-0|0-1|1\/2-1\/2|\*)(?![\w/-])/y;
const MOVE = /(?:0-0(?:-0)?|[A-Za-z](?:[\w:-]+|=[A-Za-z]|=?\([QRBN]\))*)(?:\+\+?|#)?/y;
/** What says nothing: blanks, numbers of moves and their dots, the old mark of an en passant capture. */
const FILLER = /\s+|\.+|e\.p\.|\d+(?![\w/-])/y;
const GLYPH = /\$(\d{1,3})/y;
const JUDGEMENT = /[!?]{1,2}/y;
const REST_OF_LINE = /[^\n]*/y;
const NEWLINE = 10;

/** The tokens of a text; after a problem it goes on with the next line. */
export function* pgnTokens(text: string): Generator<PgnToken> {
  const scanner = new Scanner(text);
  for (let token = scanner.next(); token !== null; token = scanner.next()) yield token;
}

class Scanner {
  readonly #text: string;
  #at: number;
  #line = 1;
  #lineStart: number;

  constructor(text: string) {
    this.#text = text;
    // A byte order mark is no column.
    this.#at = text.startsWith("\ufeff") ? 1 : 0;
    this.#lineStart = this.#at;
  }

  next(): PgnToken | null {
    this.#skipFiller();
    const text = this.#text;
    const character = text[this.#at];
    if (character === undefined) return null;
    if (character === "{") {
      const end = text.indexOf("}", this.#at);
      if (end < 0) return this.#token("problem", "a comment that is never closed", text.length - this.#at);
      return this.#token("comment", text.slice(this.#at + 1, end), end + 1 - this.#at);
    }
    if (character === "(" || character === ")") return this.#token(character === "(" ? "open" : "close", character, 1);
    const word = character === ";" ? null : this.#word();
    if (word !== null) return word;
    const rest = this.#match(REST_OF_LINE)![0];
    if (character === ";") return this.#token("comment", rest.slice(1), rest.length);
    return this.#token("problem", whatIsWrong(character), rest.length);
  }

  #skipFiller(): void {
    for (;;) {
      // A line that starts with % is a message to some other program.
      const message = this.#at === this.#lineStart && this.#text[this.#at] === "%";
      const skipped = this.#match(message ? REST_OF_LINE : FILLER);
      if (skipped === null) return;
      this.#advance(skipped[0].length);
    }
  }

  #word(): PgnToken | null {
    const header = this.#match(HEADER);
    if (header !== null) {
      return this.#token("header", header[1]!, header[0].length, header[2]!.replace(/\\(.)/g, "$1"));
    }
    const glyph = this.#match(GLYPH);
    if (glyph !== null) return this.#token("glyph", glyph[1]!, glyph[0].length);
    for (const [kind, pattern] of [
      ["result", RESULT],
      ["judgement", JUDGEMENT],
      ["move", MOVE],
    ] as const) {
      const found = this.#match(pattern);
      if (found !== null) return this.#token(kind, found[0], found[0].length);
    }
    return null;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #token(kind: PgnToken["kind"], text: string, length: number, value = ""): PgnToken {
    const token = { kind, text, value, line: this.#line, column: this.#at - this.#lineStart + 1 };
    this.#advance(length);
    return token;
  }

  #advance(length: number): void {
    const end = this.#at + length;
    for (; this.#at < end; this.#at++) {
      if (this.#text.charCodeAt(this.#at) !== NEWLINE) continue;
      this.#line++;
      this.#lineStart = this.#at + 1;
    }
  }
}

function whatIsWrong(character: string): string {
  if (character === "[") return 'a header that is not written [Name "value"]';
  return `${JSON.stringify(character)}, which starts nothing`;
}
