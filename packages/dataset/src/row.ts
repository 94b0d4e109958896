/** An encoded picture and the name of the file it came from, if any. */
export interface ImageCell {
  readonly bytes: Uint8Array;
  readonly path: string | null;
}

/** What a column holds in one row; `int64` and `uint64` are read as bigint, a class label as a number. */
export type Cell = string | number | bigint | boolean | Uint8Array | ImageCell | readonly Cell[] | StructCell | null;

export interface StructCell {
  readonly [field: string]: Cell;
}

/** Cells by column name. */
export type Row = StructCell;
