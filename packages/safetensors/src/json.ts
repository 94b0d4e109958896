/** A number literal that is not a safe non-negative integer, or is written as something else. */
export interface InexactNumber {
  readonly literal: string;
}

export type JsonObject = ReadonlyMap<string, JsonValue>;
export type JsonValue = string | number | boolean | null | InexactNumber | readonly JsonValue[] | JsonObject;

/** What `parseJson` throws: `duplicate` holds the key that stands twice. */
export class JsonError extends Error {
  readonly duplicate: string | undefined;

  constructor(message: string, duplicate?: string) {
    super(message);
    this.name = "JsonError";
    this.duplicate = duplicate;
  }
}

const DEPTH_LIMIT = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const INTEGER = /^(?:0|[1-9]\d*)$/;
const SPACE = /[ \t\n\r]*/y;
const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * JSON as a loader must read it: a key that stands twice is an error, integers are exact, objects are maps so that
 * `__proto__` is a name like any other. `JSON.parse` keeps the last duplicate and rounds integers above 2^53.
 */
export function parseJson(text: string): JsonValue {
  return new Parser(text).document();
}

class Parser {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): JsonValue {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) this.fail("text after the end");
    return value;
  }

  private value(depth: number): JsonValue {
    if (depth > DEPTH_LIMIT) this.fail(`nesting deeper than ${DEPTH_LIMIT}`);
    this.space();
    const first = this.text[this.at];
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    if (first === '"') return this.string();
    for (const [word, value] of LITERALS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(depth: number): JsonObject {
    const entries = new Map<string, JsonValue>();
    this.at++;
    if (this.takes("}")) return entries;
    do {
      this.space();
      if (this.text[this.at] !== '"') this.fail("no key");
      const key = this.string();
      if (!this.takes(":")) this.fail("no colon after a key");
      if (entries.has(key)) throw new JsonError(`key ${JSON.stringify(key)} stands twice`, key);
      entries.set(key, this.value(depth + 1));
    } while (this.takes(","));
    if (!this.takes("}")) this.fail("an object that is not closed");
    return entries;
  }

  private array(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.at++;
    if (this.takes("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.takes(","));
    if (!this.takes("]")) this.fail("an array that is not closed");
    return items;
  }

  private string(): string {
    const start = this.at++;
    for (;;) {
      const end = this.text.indexOf('"', this.at);
      if (end < 0) this.fail("a string that is not closed");
      let backslashes = 0;
      while (this.text[end - 1 - backslashes] === "\\") backslashes++;
      this.at = end + 1;
      if (backslashes % 2 === 0) break;
    }
    try {
      const value: unknown = JSON.parse(this.text.slice(start, this.at));
      if (typeof value === "string" && !/\p{Surrogate}/u.test(value)) return value;
    } catch {
      // Reported below: the parser's own words would quote the file at length.
    }
    this.at = start;
    return this.fail("a malformed string");
  }

  private number(): number | InexactNumber {
    NUMBER.lastIndex = this.at;
    const literal = NUMBER.exec(this.text)?.[0];
    if (literal === undefined) return this.fail("no value");
    this.at += literal.length;
    const value = Number(literal);
    return INTEGER.test(literal) && Number.isSafeInteger(value) ? value : { literal };
  }

  private takes(token: string): boolean {
    this.space();
    if (this.text[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.text)?.[0].length ?? 0;
  }

  private fail(what: string): never {
    throw new JsonError(`${what} at character ${this.at}`);
  }
}
