import { defaultMaxValueBytes, type JsonRow, parseValue, type StreamOptions, tooLong } from "./jsonl-stream.js";

const caller = "dataset.decodeJsonArrayStream";

/**
 * The elements of a file that is one JSON array, as the bytes arrive; holds one element.
 *
 * Throws on text that is not one array: what follows a broken element cannot be told from it.
 */
export async function* decodeJsonArrayStream(
  chunks: AsyncIterable<Uint8Array>,
  { maxValueBytes = defaultMaxValueBytes }: StreamOptions = {},
): AsyncGenerator<JsonRow, void, undefined> {
  const splitter = new ArraySplitter();
  let index = 0;
  let pieces: Uint8Array[] = [];
  let pieceBytes = 0;
  let bytesRead = 0;
  for await (const chunk of chunks) {
    let start = 0;
    while (start < chunk.length) {
      const { from, to, next, ended } = splitter.scan(chunk, start);
      bytesRead += next - start;
      start = next;
      pieceBytes += to - from;
      if (pieceBytes > maxValueBytes) throw tooLong(caller, `element ${index}`, maxValueBytes);
      // A copy where the element goes on: a reader may use the chunk again.
      if (to > from) pieces.push(ended ? chunk.subarray(from, to) : chunk.slice(from, to));
      if (!ended) continue;
      const place = `element ${index}`;
      const row = parseValue(pieces, place, caller);
      pieces = [];
      pieceBytes = 0;
      // `[]` alone has an end and no element.
      if (row === null && splitter.isClosed && index === 0) continue;
      if (row === null) throw broken(`has nothing where element ${index} should stand`);
      if (row.error) throw row.error;
      yield { index: index++, place, ...row, bytesRead };
    }
  }
  if (!splitter.isClosed) throw broken(`ends in element ${index}`);
}

export function broken(what: string): SyntaxError {
  return new SyntaxError(
    `${caller}: the text ${what}; expected one JSON array, [row, row]. Write or fetch the file again.`,
  );
}

/** Finds the commas and brackets of the outermost array. Bytes of a multi-byte character are never taken for them. */
class ArraySplitter {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #closed = false;
  #seen = 0;

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Element bytes lie in `from..to`; `ended` when the element ends there. Scanning goes on at `next`. */
  scan(chunk: Uint8Array, start: number): { from: number; to: number; next: number; ended: boolean } {
    let at = start;
    if (this.#depth === 0) {
      at = this.#outside(chunk, at);
      if (at === chunk.length) return { from: at, to: at, next: at, ended: false };
    }
    const from = at;
    for (; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === 92) this.#escaped = true;
        else if (byte === 34) this.#inString = false;
      } else if (byte === 34) this.#inString = true;
      else if (byte === 91 || byte === 123) this.#depth++;
      else if (byte === 93 || byte === 125) {
        if (--this.#depth > 0) continue;
        if (byte === 125) throw broken("closes its array with }");
        this.#closed = true;
        return { from, to: at, next: at + 1, ended: true };
      } else if (byte === 44 && this.#depth === 1) return { from, to: at, next: at + 1, ended: true };
    }
    return { from, to: at, next: at, ended: false };
  }

  /** Before the array and after it there are only blanks, and a byte order mark at the very start. */
  #outside(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at]!;
      const isMark = this.#seen < 3 && byte === [0xef, 0xbb, 0xbf][this.#seen];
      this.#seen++;
      if (isMark || byte === 32 || byte === 9 || byte === 10 || byte === 13) continue;
      if (this.#closed) throw broken("goes on after its array");
      if (byte !== 91) throw broken(`begins with ${JSON.stringify(String.fromCharCode(byte))}`);
      this.#depth = 1;
      return at + 1;
    }
    return chunk.length;
  }
}
