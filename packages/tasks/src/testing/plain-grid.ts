/** Three in a row on nine characters, by regular expressions: rules apart from those of the games. */
const ROW = "^(...)*MMM|M..M..M|^M...M...M|^..M.M.M..";
const ROWS = new Map(Array.from("xoXO", (mark) => [mark, new RegExp(ROW.replaceAll("M", mark))]));

/** `mark` is one of x, o, X, O. */
export function hasRow(nine: string, mark: string): boolean {
  return ROWS.get(mark)!.test(nine);
}

/** The nine with one of them changed. */
export function put(nine: string, index: number, symbol: string): string {
  return nine.slice(0, index) + symbol + nine.slice(index + 1);
}
