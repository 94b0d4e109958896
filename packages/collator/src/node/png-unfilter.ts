import { nearest } from "./png-colors.js";

/** Undoes a filter on the bytes [at, end) of a row. Bytes above begin at `up`; those to the left are `step` bytes away. */
type Filter = (row: Uint8Array, at: number, end: number, above: Uint8Array, up: number, step: number) => void;

/**
 * Undoes the filters of a PNG picture, in place: rows of one filter byte and `rowLength` bytes, a pixel having `step`
 * bytes. W3C PNG, third edition, section 9.
 *
 * @throws Error with what is wrong, when a row names a filter that there is not.
 */
export function unfilter(view: DataView, rowLength: number, step: number): void {
  const rows = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const blank = new Uint8Array(rowLength);
  for (let at = 1; at < rows.length; at += rowLength + 1) {
    const filter = rows[at - 1]!;
    if (filter === 0) continue;
    const undo = FILTERS[filter];
    if (undo === undefined) throw new Error(`row ${(at - 1) / (rowLength + 1)} has filter ${filter} of 0 to 4`);
    const first = at === 1;
    undo(rows, at, at + rowLength, first ? blank : rows, first ? 0 : at - rowLength - 1, step);
  }
}

const subtracted: Filter = (row, at, end, _above, _up, step) => {
  for (let i = at + step; i < end; i++) row[i]! += row[i - step]!;
};

const above: Filter = (row, at, end, above, up) => {
  for (let i = at, j = up; i < end; i++, j++) row[i]! += above[j]!;
};

const average: Filter = (row, at, end, above, up, step) => {
  for (let i = 0; i < step; i++) row[at + i]! += above[up + i]! >> 1;
  for (let i = at + step, j = up + step; i < end; i++, j++) row[i]! += (row[i - step]! + above[j]!) >> 1;
};

const paeth: Filter = (row, at, end, above, up, step) => {
  for (let i = 0; i < step; i++) row[at + i]! += above[up + i]!;
  for (let i = at + step, j = up + step; i < end; i++, j++) {
    row[i]! += nearest(row[i - step]!, above[j]!, above[j - step]!);
  }
};

const FILTERS: readonly (Filter | undefined)[] = [undefined, subtracted, above, average, paeth];
