/** When a row group is full. */
export interface GroupLimits {
  readonly rowsPerGroup: number;
  readonly bytesPerGroup: number;
}

export const defaultGroupLimits: GroupLimits = { rowsPerGroup: 100, bytesPerGroup: 16 << 20 };

/** Parquet counts the bytes of a page in a signed 32-bit integer; a mebibyte is left for what stands around them. */
const maxRowBytes = 2 ** 31 - 2 ** 20;

/** Rows that wait to be written as one row group. */
export class PendingGroup {
  readonly #limits: GroupLimits;
  readonly #caller: string;
  #rows: object[] = [];
  #bytes = 0;

  constructor(limits: GroupLimits, caller: string) {
    this.#limits = limits;
    this.#caller = caller;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** About what the rows take in a file before compression. */
  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#rows.length >= this.#limits.rowsPerGroup;
  }

  /** Whether `bytes` more would be too many; a group of one row may be as large as it is. */
  overflows(bytes: number): boolean {
    return this.#rows.length > 0 && this.#bytes + bytes > this.#limits.bytesPerGroup;
  }

  add(row: object, bytes: number): void {
    this.#rows.push(row);
    this.#bytes += bytes;
  }

  /** The rows, which wait no longer. */
  take(): readonly object[] {
    const rows = this.#rows;
    this.#rows = [];
    this.#bytes = 0;
    return rows;
  }

  /** About what the row takes in a file; `index` counts it in the error of one that no file can hold. */
  measure(row: object, index: number): number {
    const bytes = cellBytes(row);
    if (bytes > maxRowBytes)
      throw new RangeError(
        `${this.#caller}: row ${index} has ${bytes} bytes; expected at most ${maxRowBytes}, for Parquet counts a page's bytes in 32 bits. Split the row or make its pictures smaller.`,
      );
    return bytes;
  }
}

function cellBytes(cell: unknown): number {
  if (typeof cell === "string") return cell.length + 4;
  if (typeof cell !== "object" || cell === null) return 8;
  if (ArrayBuffer.isView(cell)) return cell.byteLength + 4;
  let bytes = 0;
  for (const value of Array.isArray(cell) ? cell : Object.values(cell)) bytes += cellBytes(value);
  return bytes;
}
