import { CellError, cellEncoder } from "./encode-cell.js";
import type { Features } from "./features.js";

/** A row's cells, checked and encoded, in the order of the columns. `index` counts the row in errors. */
export type RowEncoder = (row: object, index: number) => unknown[];

/** `caller` opens the message of a row that does not fit. */
export function rowEncoder(features: Features, caller: string): RowEncoder {
  const columns = Object.entries(features).map(
    ([name, feature]) => [name, cellEncoder(feature, `column ${name}`)] as const,
  );
  return (row, index) => {
    checkColumns(row, features, index, caller);
    const cells = row as Readonly<Record<string, unknown>>;
    try {
      return columns.map(([name, encode]) => encode(cells[name]));
    } catch (error) {
      if (error instanceof CellError)
        throw new TypeError(`${caller}: row ${index}: ${error.message}.`, { cause: error });
      throw error;
    }
  };
}

function checkColumns(row: object, features: Features, index: number, caller: string): void {
  if (typeof row !== "object" || row === null)
    throw new TypeError(
      `${caller}: row ${index} is ${String(row)}; expected an object with a cell for each column. Pass objects.`,
    );
  const stray = Object.keys(row).find((name) => !Object.hasOwn(features, name));
  if (stray !== undefined)
    throw new TypeError(
      `${caller}: row ${index} has a column ${JSON.stringify(stray)}; the features have ${Object.keys(features).join(", ")}. Add it to the features or leave it out.`,
    );
}
