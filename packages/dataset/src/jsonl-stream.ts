/** A JSON value of a file: its place, and how many bytes of the file lie before its end. */
export interface JsonRow {
  /** From 0. */
  readonly index: number;
  /** The line, from 1, or the element of the array, from 0: `line 3`, `element 2`. */
  readonly place: string;
  /** Undefined where the text is not JSON. */
  readonly value: unknown;
  /** Why the text is not JSON. */
  readonly error?: SyntaxError;
  readonly bytesRead: number;
}

export interface StreamOptions {
  /** Longest text of one value in bytes; a JavaScript string holds half a gigabyte. */
  readonly maxValueBytes?: number;
}

export const defaultMaxValueBytes: number = 256 * 2 ** 20;

/**
 * The value of every line that is not blank, as the bytes arrive; holds one line.
 *
 * A line that is not JSON has an `error` and does not end the stream. Throws on a line longer than `maxValueBytes`.
 */
export async function* decodeJsonlStream(
  chunks: AsyncIterable<Uint8Array>,
  { maxValueBytes = defaultMaxValueBytes }: StreamOptions = {},
): AsyncGenerator<JsonRow, void, undefined> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let line = 1;
  let index = 0;
  let bytesRead = 0;
  const take = (end: Uint8Array): JsonRow | null => {
    const place = `line ${line++}`;
    const row = parseValue([...pending, end], place, "dataset.decodeJsonlStream");
    pending = [];
    pendingBytes = 0;
    return row === null ? null : { index: index++, place, ...row, bytesRead };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      bytesRead += end + 1 - start;
      const row = take(chunk.subarray(start, end));
      if (row !== null) yield row;
      start = end + 1;
    }
    bytesRead += chunk.length - start;
    pendingBytes += chunk.length - start;
    if (pendingBytes > maxValueBytes) throw tooLong("dataset.decodeJsonlStream", `line ${line}`, maxValueBytes);
    // A copy: a reader may use the chunk again.
    pending.push(chunk.slice(start));
  }
  const row = take(new Uint8Array());
  if (row !== null) yield row;
}

export function tooLong(caller: string, place: string, limit: number): RangeError {
  return new RangeError(
    `${caller}: ${place} is longer than ${limit} bytes; expected rows that fit in memory. Split it, or raise maxValueBytes.`,
  );
}

/** The value that pieces of UTF-8 hold together; null where they are blank. */
export function parseValue(
  pieces: readonly Uint8Array[],
  place: string,
  caller: string,
): Pick<JsonRow, "value" | "error"> | null {
  // A decoder for each value: one byte that is not UTF-8 must not spoil the next.
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  try {
    for (const piece of pieces) text += utf8.decode(piece, { stream: true });
    text += utf8.decode();
    return text.trim() === "" ? null : { value: JSON.parse(text) as unknown };
  } catch (cause) {
    const shown = cause instanceof SyntaxError ? text.trim().slice(0, 40) : "bytes that are not UTF-8";
    const message = `${caller}: ${place} is not JSON (${shown}); expected one value. Mend or remove it.`;
    return { value: undefined, error: new SyntaxError(message, { cause }) };
  }
}
