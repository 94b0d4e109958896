import type { Dictionary, Page } from "./decode-page.js";
import type { Convert, LeafColumn } from "./leaf-column.js";
import type { StoredValues } from "./plain-values.js";

/** Walks the entries of one leaf, over its pages. Rows are put together from several cursors in step. */
export class LeafCursor {
  readonly #column: LeafColumn;
  readonly #full: number;
  #queue: Page[] = [];
  #started = 0;
  #isEnded = false;
  #entry = 0;
  #entries = 0;
  #value = 0;
  #definitions: Uint8Array | null = null;
  #repetitions: Uint8Array | null = null;
  #values: StoredValues = [];
  #convert: Convert | null = null;

  constructor(column: LeafColumn) {
    this.#column = column;
    this.#full = column.leaf.definition;
  }

  /** Begins anew, without pages. */
  clear(): void {
    this.#queue = [];
    this.#started = 0;
    this.#isEnded = false;
    this.#entry = 0;
    this.#entries = 0;
  }

  /** Takes the next page; null says that there is none. */
  add(page: Page | null): void {
    if (page === null) {
      this.#isEnded = true;
      return;
    }
    this.#started += page.rows;
    if (page.entries > 0) this.#queue.push(page);
  }

  /** Rows that are here whole: what a list's last row holds is known when the next begins. */
  get ready(): number {
    const isOpen = this.#column.leaf.repetitionLevel > 0 && !this.#isEnded;
    return isOpen ? Math.max(0, this.#started - 1) : this.#started;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Rows that were read since: throws where an entry of the last is left, for then the columns disagree. */
  release(rows: number): void {
    this.#started -= rows;
    if (this.peekRepetition() !== 0) throw this.#column.fault("has a longer list than the fields beside it");
  }

  /** Throws unless every entry was read. */
  checkEmpty(): void {
    if (this.#started !== 0 || this.#entry < this.#entries || this.#queue.length > 0)
      throw this.#column.fault("has more values than its row group has rows");
  }

  peekDefinition(): number {
    if (this.#entry === this.#entries) this.#nextPage();
    return this.#definitions === null ? this.#full : this.#definitions[this.#entry]!;
  }

  /** 0 where a row begins or nothing is left. */
  peekRepetition(): number {
    if (this.#entry === this.#entries) {
      if (this.#queue.length === 0) return 0;
      this.#nextPage();
    }
    return this.#repetitions === null ? 0 : this.#repetitions[this.#entry]!;
  }

  /** The value of the next entry, null where it has none. */
  take(): unknown {
    if (this.#entry === this.#entries) this.#nextPage();
    const entry = this.#entry++;
    if (this.#definitions !== null && this.#definitions[entry] !== this.#full) return null;
    const value = this.#value++;
    if (this.#convert === null) return (this.#values as ArrayLike<unknown>)[value];
    try {
      return this.#convert(this.#values, value);
    } catch (cause) {
      throw this.#column.fault(`holds a value that cannot be read: ${(cause as Error).message}`, cause);
    }
  }

  skip(): void {
    if (this.#entry === this.#entries) this.#nextPage();
    if (this.#definitions === null || this.#definitions[this.#entry] === this.#full) this.#value++;
    this.#entry++;
  }

  skipRows(count: number): void {
    for (let row = 0; row < count; row++) {
      this.skip();
      while (this.peekRepetition() !== 0) this.skip();
    }
  }

  #nextPage(): void {
    const page = this.#queue.shift();
    if (page === undefined) throw this.#column.fault("ends before its row group does");
    this.#entry = 0;
    this.#value = 0;
    this.#entries = page.entries;
    this.#definitions = page.definitions;
    this.#repetitions = page.repetitions;
    this.#values = page.values;
    this.#convert = this.#conversion(page.dictionary);
  }

  #conversion(dictionary: Dictionary | null): Convert | null {
    const { convert } = this.#column;
    if (dictionary === null) return convert;
    const { values, converted } = dictionary;
    const place = (indices: StoredValues, index: number): number => (indices as Int32Array)[index]!;
    if (converted !== null) return (indices, index) => converted[place(indices, index)];
    if (convert !== null) return (indices, index) => convert(values, place(indices, index));
    return (indices, index) => (values as ArrayLike<unknown>)[place(indices, index)];
  }
}
