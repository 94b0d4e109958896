import { hasRow, put } from "../plain-grid.js";

const CELLS = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Empty places of nine characters where the mark would have a row. */
export function winners(nine: string, mark: string): readonly number[] {
  return CELLS.filter((cell) => nine[cell] === "." && hasRow(put(nine, cell, mark), mark));
}

const values = new Map<string, number>();

/** Return of best play for the mark that moves: 1, 0 or −1, by trying everything. */
export function valueFor(nine: string, mark: string): number {
  const known = values.get(nine + mark);
  if (known !== undefined) return known;
  const other = mark === "x" ? "o" : "x";
  const empty = CELLS.filter((cell) => nine[cell] === ".");
  const value = hasRow(nine, other)
    ? -1
    : empty.length === 0
      ? 0
      : Math.max(...empty.map((cell) => 0 - valueFor(put(nine, cell, mark), other)));
  values.set(nine + mark, value);
  return value;
}
