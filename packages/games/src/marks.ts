import { DRAWN, EMPTY, O, OPEN, type Outcome, X } from "./grid.js";
import { quote, type Reading, refuse } from "./reading.js";

/** The marks on a board of one grid, and what follows from them. */
interface MarkedState {
  readonly cells: Uint8Array;
  readonly player: 0 | 1;
  readonly outcome: Outcome;
}

/** `".xo"` for an empty square, x and o. */
export function writeMarks(cells: Uint8Array): string {
  return Array.from(cells, (mark) => ".xo"[mark]).join("");
}

/** `"2o"` for `"..o"`: a digit for so many empty squares in a row. */
export function packMarks(cells: Uint8Array): string {
  return writeMarks(cells).replace(/\.+/g, (empty) => String(empty.length));
}

/** The marks that `packMarks` wrote, also with a run split in two; null unless they are so many. */
export function unpackMarks(text: string, count: number): Uint8Array | null {
  if (text.length > count || !/^[1-9xo]+$/.test(text)) return null;
  const marks = text.replace(/[1-9]/g, (digit) => ".".repeat(Number(digit)));
  return marks.length === count ? Uint8Array.from(marks, (mark) => ".xo".indexOf(mark)) : null;
}

/** Lines of `x`, `o` and `.`, as many as rows, into one array, the first line first. */
export function readLines(text: string, rows: number, columns: number): Reading<Uint8Array> {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  if (lines.length !== rows) return refuse(`${lines.length} lines; expected ${rows}`);
  const wrong = lines.findIndex((line) => line.length !== columns || !/^[.xo]+$/.test(line));
  if (wrong >= 0) return refuse(`line ${wrong + 1} is ${quote(lines[wrong]!)}; expected ${columns} of x, o and .`);
  return { state: Uint8Array.from(lines.join(""), (mark) => ".xo".indexOf(mark)), problem: null };
}

/** Whose turn it is and what became of the game, or why no game leads there; x moves first. */
export function judge(cells: Uint8Array, hasLine: (mark: number) => boolean): Reading<MarkedState> {
  const count = (mark: number): number => cells.reduce((sum, other) => sum + (other === mark ? 1 : 0), 0);
  const [xs, os] = [count(X), count(O)];
  if (xs !== os && xs !== os + 1) return refuse(`${xs} of x and ${os} of o; expected as many, or one more of x`);
  const [xWins, oWins] = [hasLine(X), hasLine(O)];
  if (xWins && oWins) return refuse("both players have a line; expected the game to end with the first");
  if (xWins && xs === os) return refuse("x has a line, but o moved last; expected the game to end with the line");
  if (oWins && xs !== os) return refuse("o has a line, but x moved last; expected the game to end with the line");
  const outcome = xWins ? X : oWins ? O : cells.includes(EMPTY) ? OPEN : DRAWN;
  const toMove = xs === os ? 0 : 1;
  return { state: { cells, player: outcome === OPEN ? toMove : toMove === 0 ? 1 : 0, outcome }, problem: null };
}
