import type { Source } from "../source.js";
import { httpError, TRY_AGAIN } from "./http-error.js";
import { discard, type HttpFile, readBody, requestRange } from "./http-file.js";

const BLOCK = 1 << 20;
const BLOCKS = 8;

/** What the first answer said of a file; later ones must say the same. */
export interface Identity {
  readonly size: number;
  readonly etag: string | null;
}

/**
 * A file behind a server that answers ranges. Reads of less than a megabyte go through a few blocks that are kept, so
 * that many small tensors take few requests; larger ones go straight into their destination.
 */
export function rangeSource(file: HttpFile, identity: Identity): Source {
  const blocks = new Map<number, Promise<Uint8Array>>();

  const fetchRange = async (offset: number, into: Uint8Array): Promise<void> => {
    const response = await requestRange(file, offset, offset + into.length);
    const problem = changed(response, identity, offset, offset + into.length);
    if (problem !== null) {
      await discard(response);
      throw httpError(file.name, problem, "the range asked for, of the file as it was opened", TRY_AGAIN);
    }
    await readBody(file, response, into);
  };

  const block = (index: number): Promise<Uint8Array> => {
    const found = blocks.get(index);
    blocks.delete(index);
    const wanted = found ?? fetchBlock(index);
    blocks.set(index, wanted);
    if (blocks.size > BLOCKS) blocks.delete(blocks.keys().next().value!);
    return wanted;
  };

  const fetchBlock = (index: number): Promise<Uint8Array> => {
    const begin = index * BLOCK;
    const bytes = new Uint8Array(Math.min(BLOCK, identity.size - begin));
    const wanted = fetchRange(begin, bytes).then(() => bytes);
    // A block that failed is asked for again by the next read.
    wanted.catch(() => {
      if (blocks.get(index) === wanted) blocks.delete(index);
    });
    return wanted;
  };

  return {
    name: file.name,
    size: identity.size,
    async read(offset: number, into: Uint8Array): Promise<void> {
      const end = offset + into.length;
      if (end > identity.size) {
        throw new RangeError(
          `safetensors.httpFolder: ${file.name} was read at ${offset} for ${into.length} bytes; it holds ${identity.size}. Read inside it.`,
        );
      }
      if (into.length >= BLOCK) return fetchRange(offset, into);
      for (let at = offset; at < end; ) {
        const index = Math.floor(at / BLOCK);
        const to = Math.min(end, (index + 1) * BLOCK);
        const bytes = await block(index);
        into.set(bytes.subarray(at - index * BLOCK, to - index * BLOCK), at - offset);
        at = to;
      }
    },
    async close(): Promise<void> {
      blocks.clear();
    },
  };
}

/** Why an answer is not the range of the same file, or null. */
function changed({ status, headers }: Response, { size, etag }: Identity, begin: number, end: number): string | null {
  if (status === 200) return "came whole where a range was asked for, as a file that changed does";
  if (status !== 206) return `was answered with status ${status}`;
  const range = headers.get("content-range");
  if (range !== `bytes ${begin}-${end - 1}/${size}`) return `came as ${JSON.stringify(range)} of ${size} bytes`;
  if (headers.get("etag") !== etag) return "changed on the server while it was read";
  return null;
}
