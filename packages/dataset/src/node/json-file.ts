import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { decodeJsonArrayStream } from "../json-array-stream.js";
import { decodeJsonlStream, type JsonRow, type StreamOptions } from "../jsonl-stream.js";

/**
 * The values of a JSON file: an array, or one a line. Holds one value in memory.
 *
 * A file whose first character is `[` is an array, whatever its name, unless that ends in `.jsonl` or `.ndjson`.
 */
export async function* readJsonRows(path: string, options: StreamOptions = {}): AsyncGenerator<JsonRow> {
  const isArray = !/\.(jsonl|ndjson)$/i.test(path) && (await firstCharacter(path)) === "[";
  const chunks: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 1 << 20 });
  yield* isArray ? decodeJsonArrayStream(chunks, options) : decodeJsonlStream(chunks, options);
}

/** The first character that is not blank, within the first 4 kB. */
async function firstCharacter(path: string): Promise<string | undefined> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(4096), 0, 4096, 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead)).trimStart()[0];
  } finally {
    await handle.close();
  }
}
