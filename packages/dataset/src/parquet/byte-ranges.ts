import { type ByteSource, readRange } from "../byte-source.js";
import type { FileBytes } from "./page-reader.js";

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes between two ranges that are read along rather than read around. */
const gapBytes = 1 << 16;

/** The ranges in order, joined where they touch or nearly do. */
export function joinRanges(ranges: readonly ByteRange[]): ByteRange[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((left, right) => left.start - right.start)) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end + gapBytes) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** Memory that reads after one another share, so that bytes are read into pages that are there already. */
export class ReadBuffer {
  #bytes: Uint8Array | null = null;

  /** Reads the ranges; what an earlier call returned is overwritten. */
  async read(source: ByteSource, ranges: readonly ByteRange[]): Promise<FileBytes[]> {
    const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    if (source.readInto !== undefined && (this.#bytes === null || this.#bytes.length < total))
      this.#bytes = new Uint8Array(total);
    let used = 0;
    const reads = ranges.map(async ({ start, end }) => {
      const reuse = this.#bytes?.subarray(used, used + end - start) ?? null;
      used += end - start;
      return { bytes: await readRange(source, start, end, reuse), start };
    });
    return Promise.all(reads);
  }
}

/** The bytes that hold the range. */
export function findBytes(read: readonly FileBytes[], { start, end }: ByteRange): FileBytes {
  const found = read.find((part) => part.start <= start && end <= part.start + part.bytes.length);
  if (found === undefined) throw new Error(`bytes ${start} to ${end} were not read`);
  return found;
}
