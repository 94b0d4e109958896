/** A record of a CSV file and the line on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Records of RFC 4180: cells between commas, quotes around cells that hold commas, quotes or line ends; `""` is a quote.
 *
 * Blank lines and a byte order mark are left out. Throws on a quote that does not end.
 */
export function decodeCsv(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  // A cell, and what ends it.
  const pattern = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\n|\r|$)/y;
  pattern.lastIndex = text.startsWith("\ufeff") ? 1 : 0;
  let cells: string[] = [];
  let line = 1;
  let first = 1;
  while (pattern.lastIndex < text.length || cells.length > 0) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null || (match[2] ?? "").startsWith('"'))
      throw new SyntaxError(
        `dataset.readImageFolder: line ${line} of the CSV has a quote that is not closed (${text.slice(start, start + 40)}); expected quotes in pairs. Mend the line.`,
      );
    const [whole, quoted, plain = "", end] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ",") continue;
    if (cells.length > 1 || cells[0] !== "") records.push({ line: first, cells });
    cells = [];
    first = line;
  }
  return records;
}
