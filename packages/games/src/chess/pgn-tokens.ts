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

const HEADER = /\[\s*([A-Za-z0-9_]+)\s*"((?:[^"\\\n\r]|\\.)*)"\s*\]/y;
const RESULT = /(?:1-0|0-1|1\/2-1\/2|\*)(?![\w/-])/y;
const MOVE = /(?:0-0(?:-0)?|[A-Za-z](?:[\w:-]|=[A-Za-z]|=?\([QRBN]\))*)(?:\+\+?|#)?/y;
/** What says nothing: blanks, numbers of moves and their dots, the old mark of an en passant capture. */
const FILLER = /(?:\s|e\.p\.|\d+(?![\w/-])|\.)+/y;
const GLYPH = /\$(\d{1,3})/y;
const JUDGEMENT = /[!?]{1,2}/y;
/** Up to the end of the line. */
const REST = /[^\n]*/y;

/** The tokens of a text; after a problem it goes on with the next line. */
export function* pgnTokens(text: string): Generator<PgnToken> {
  let line = 1;
  // A byte order mark is no column.
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let lineStart = at;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const advance = (length: number): void => {
    const end = at + length;
    for (
      let newline = text.indexOf("\n", at);
      newline >= 0 && newline < end;
      newline = text.indexOf("\n", newline + 1)
    ) {
      line++;
      lineStart = newline + 1;
    }
    at = end;
  };
  while (at < text.length) {
    const filler = match(FILLER);
    // A line that starts with % is a message to some other program.
    const skipped = at === lineStart && text[at] === "%" ? match(REST) : filler;
    if (skipped !== null) {
      advance(skipped[0].length);
      continue;
    }
    const here = { line, column: at - lineStart + 1 };
    const token = (kind: PgnToken["kind"], content: string, length: number, value = ""): PgnToken => {
      advance(length);
      return { kind, text: content, value, ...here };
    };
    const character = text[at]!;
    if (character === "{") {
      const end = text.indexOf("}", at);
      yield end < 0
        ? token("problem", "a comment that is never closed", text.length - at)
        : token("comment", text.slice(at + 1, end), end + 1 - at);
    } else if (character === ";") {
      const rest = match(REST)![0];
      yield token("comment", rest.slice(1), rest.length);
    } else if (character === "(" || character === ")") {
      yield token(character === "(" ? "open" : "close", character, 1);
    } else {
      yield word();
    }

    function word(): PgnToken {
      const header = match(HEADER);
      if (header !== null) {
        return token("header", header[1]!, header[0].length, header[2]!.replace(/\\(.)/g, "$1"));
      }
      const glyph = match(GLYPH);
      if (glyph !== null) return token("glyph", glyph[1]!, glyph[0].length);
      for (const [kind, pattern] of [
        ["result", RESULT],
        ["judgement", JUDGEMENT],
        ["move", MOVE],
      ] as const) {
        const found = match(pattern);
        if (found !== null) return token(kind, found[0], found[0].length);
      }
      const rest = match(REST)![0];
      const what =
        character === "["
          ? 'a header that is not written [Name "value"]'
          : `${JSON.stringify(character)}, which starts nothing`;
      return token("problem", what, Math.max(1, rest.length));
    }
  }
}
