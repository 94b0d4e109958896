import { EndOfBytes } from "./compact-protocol.js";
import { type Dictionary, decodeDictionary, decodePage, type Page } from "./decode-page.js";
import type { LeafColumn } from "./leaf-column.js";
import { type PageHeader, readPageHeader } from "./page-header.js";
import type { StoredValues } from "./plain-values.js";

/** Bytes of a file and where in it they begin. */
export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
}

/** The first guess at a header's length; one with statistics may be longer. */
const headerBytes = 1 << 12;

/** Pages of a column chunk, one after the other, out of a window of bytes that its caller moves. */
export class PageReader {
  readonly #column: LeafColumn;
  readonly #end: number;
  readonly #values: number | null;
  #window: FileBytes;
  #position: number;
  #dictionary: Dictionary | null;
  #seen = 0;

  /** Reads pages from `start` to `end`; `values` is what they must hold in all, null to leave that unchecked. */
  constructor(
    column: LeafColumn,
    { start, end, values }: { start: number; end: number; values: number | null },
    { window, dictionary = null }: { window: FileBytes; dictionary?: Dictionary | null },
  ) {
    this.#column = column;
    this.#position = start;
    this.#end = end;
    this.#values = values;
    this.#window = window;
    this.#dictionary = dictionary;
  }

  /** Where the next page's header stands. */
  get position(): number {
    return this.#position;
  }

  get dictionary(): Dictionary | null {
    return this.#dictionary;
  }

  /** Goes on with bytes that begin at `position`. */
  refill(bytes: Uint8Array): void {
    this.#window = { bytes, start: this.#position };
  }

  /** The next data page; null at the end; or how many bytes from `position` the window must hold first. */
  next(): Page | null | number {
    for (;;) {
      const found = this.#nextHeader();
      if (found === null || typeof found === "number") return found;
      const { header, stored } = found;
      const page = this.#attempt(() => this.#decode(header, stored));
      this.#position = this.#window.start + stored.byteOffset - this.#window.bytes.byteOffset + stored.length;
      if (page === null) continue;
      this.#seen += header.values;
      if (this.#values !== null && this.#seen > this.#values)
        throw this.#column.fault(`has over the ${this.#values} values that the footer says`);
      return page;
    }
  }

  #decode(header: PageHeader, stored: Uint8Array): Page | null {
    const context = { ...this.#column, dictionary: this.#dictionary };
    if (header.kind === "data") return decodePage(header, stored, context);
    if (header.kind === "dictionary") {
      // Pages that are read apart bring the dictionary of their column chunk along.
      if (this.#dictionary !== null && this.#values !== null) throw new Error("a second dictionary");
      this.#dictionary ??= this.#openDictionary(decodeDictionary(header, stored, context));
    }
    return null;
  }

  #openDictionary(values: StoredValues): Dictionary {
    const { convert, isShared } = this.#column;
    if (convert === null || !isShared) return { values, converted: null };
    return { values, converted: Array.from({ length: values.length }, (_, index) => convert(values, index)) };
  }

  #nextHeader(): { header: PageHeader; stored: Uint8Array } | null | number {
    if (this.#position >= this.#end) {
      if (this.#values !== null && this.#seen !== this.#values)
        throw this.#column.fault(`ends after ${this.#seen} of ${this.#values} values`);
      return null;
    }
    const { bytes, start } = this.#window;
    const windowEnd = start + bytes.length;
    const cursor = { bytes, offset: this.#position - start };
    const header = this.#attempt(() => {
      try {
        return readPageHeader(cursor);
      } catch (error) {
        if (error instanceof EndOfBytes && windowEnd < this.#end) return null;
        throw error;
      }
    });
    if (header === null)
      return Math.min(this.#end - this.#position, Math.max(headerBytes, 2 * (windowEnd - this.#position)));
    const bodyEnd = start + cursor.offset + header.storedBytes;
    if (bodyEnd > this.#end)
      throw this.#column.fault(`has a page of ${header.storedBytes} bytes at byte ${this.#position}, beyond its end`);
    if (bodyEnd > windowEnd) return bodyEnd - this.#position;
    return { header, stored: bytes.subarray(cursor.offset, cursor.offset + header.storedBytes) };
  }

  #attempt<T>(decode: () => T): T {
    try {
      return decode();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw this.#column.fault(`has a page at byte ${this.#position} that cannot be read: ${reason}`, cause);
    }
  }
}
