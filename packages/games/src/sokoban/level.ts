import { enclose } from "./enclose.js";
import { type SokobanState, TARGET, WALL } from "./state.js";
import { type SokobanSymbols, squareOf, symbolOf, symbolsIn } from "./symbols.js";

/** Rows and columns at most. */
export const LARGEST_LEVEL = 100;

export type SokobanReading =
  | { readonly state: SokobanState; readonly problem: null }
  | { readonly state: null; readonly problem: string };

/**
 * Reads a level in either kind of symbols, one row a line, or says what is wrong with it. Never throws. Spaces and tabs
 * between gym's symbols do not matter. Whatever the player can never reach, and holds nothing, becomes wall.
 *
 * It does not ask whether the level can be solved: `solveSokoban` does.
 */
export function readSokoban(text: string): SokobanReading {
  const refuse = (problem: string): SokobanReading => ({ state: null, problem });
  const symbols = symbolsIn(text);
  const lines = text.split(/\r?\n/).map((line) => (symbols === "gym" ? line.replace(/[ \t]/g, "") : line.trimEnd()));
  const first = lines.findIndex((line) => line !== "");
  const last = lines.findLastIndex((line) => line !== "");
  const level = first < 0 ? [] : lines.slice(first, last + 1);
  const rows = level.length;
  const columns = level.reduce((longest, line) => Math.max(longest, line.length), 0);
  if (rows === 0 || rows > LARGEST_LEVEL || columns > LARGEST_LEVEL) {
    return refuse(`${rows} rows and ${columns} columns; expected 1 to ${LARGEST_LEVEL} of each`);
  }
  const cells = new Uint8Array(rows * columns);
  const boxes = new Uint8Array(rows * columns);
  const players: number[] = [];
  for (const [row, line] of level.entries()) {
    for (let column = 0; column < line.length; column++) {
      const square = squareOf(line[column]!, symbols);
      if (square === null) {
        const known = symbols === "gym" ? "# P S X √ O _" : "# @ + $ * . and space";
        return refuse(`${JSON.stringify(line[column])} in row ${row}, column ${column}; expected ${known}`);
      }
      const cell = columns * row + column;
      cells[cell] = square.cell;
      boxes[cell] = square.box ? 1 : 0;
      if (square.player) players.push(cell);
    }
  }
  if (players.length !== 1) return refuse(`${players.length} players; expected one`);
  const count = boxes.reduce((sum, box) => sum + box, 0);
  const targets = cells.reduce((sum, code) => sum + (code === TARGET ? 1 : 0), 0);
  if (count === 0) return refuse("no box; expected at least one");
  if (count !== targets) return refuse(`${count} boxes and ${targets} targets; expected as many of each`);
  const open: SokobanState = { rows, columns, cells, boxes, player: players[0]!, steps: 0 };
  const { inside, gap } = enclose(open);
  if (gap >= 0) {
    return refuse(`a gap at row ${Math.floor(gap / columns)}, column ${gap % columns}; expected walls all around`);
  }
  const walled = cells.map((code, cell) => (inside[cell] === 1 || code === TARGET || boxes[cell] === 1 ? code : WALL));
  return { state: { ...open, cells: walled }, problem: null };
}

/** The level as text that `readSokoban` reads, without a newline at the end. */
export function writeSokoban(state: SokobanState, { symbols = "xsb" }: { symbols?: SokobanSymbols } = {}): string {
  return rowsOf(state, symbols, "").join("\n");
}

/** The state for a model that reads: gym's symbols with a space between cells. */
export function observeSokoban(state: SokobanState): string {
  return rowsOf(state, "gym", " ").join("\n");
}

/** The rows as text, with a separator between cells. */
export function rowsOf(state: SokobanState, symbols: SokobanSymbols, separator: string): string[] {
  const { rows, columns } = state;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => symbolOf(state, columns * row + column, symbols)).join(separator),
  );
}
