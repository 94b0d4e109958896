import { type FrozenLakeState, GOAL, HOLE, START } from "./state.js";

/** The lake without its agent. */
export type Lake = Pick<FrozenLakeState, "rows" | "columns" | "cells">;

/** gymnasium's maps by their names. */
export const NAMED_MAPS: Readonly<Record<string, readonly string[]>> = {
  "4x4": ["SFFF", "FHFH", "FFFH", "HFFG"],
  "8x8": ["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"],
};

/** Rows and columns at most. */
export const LARGEST_LAKE = 100;

const LETTERS = "FHGS";

/** Reads a map of S, F, H and G, one text a row, or says what is wrong with it. */
export function readMap(map: readonly string[]): { lake: Lake; problem: null } | { lake: null; problem: string } {
  const refuse = (problem: string): { lake: null; problem: string } => ({ lake: null, problem });
  const rows = map.length;
  const columns = map[0]?.length ?? 0;
  if (columns === 0 || rows > LARGEST_LAKE || columns > LARGEST_LAKE) {
    return refuse(`${rows} rows and ${columns} columns; expected 1 to ${LARGEST_LAKE} of each`);
  }
  const cells = new Uint8Array(rows * columns);
  for (const [row, letters] of map.entries()) {
    if (letters.length !== columns) {
      return refuse(`${letters.length} cells in row ${row}; expected ${columns} as in row 0`);
    }
    for (let column = 0; column < columns; column++) {
      const code = LETTERS.indexOf(letters[column]!);
      if (code < 0) {
        return refuse(`${JSON.stringify(letters[column])} in row ${row}, column ${column}; expected S, F, H or G`);
      }
      cells[columns * row + column] = code;
    }
  }
  const starts = cells.reduce((count, code) => count + (code === START ? 1 : 0), 0);
  if (starts !== 1) return refuse(`${starts} starts; expected one S`);
  if (!cells.includes(GOAL)) return refuse("no goal; expected at least one G");
  const lake = { rows, columns, cells };
  return isSolvable(lake) ? { lake, problem: null } : refuse("no way to the goal; expected one that meets no hole");
}

/** The map's rows in S, F, H and G. */
export function writeMap({ rows, columns, cells }: Lake): string[] {
  const letters = Array.from(cells, (code) => LETTERS[code]).join("");
  return Array.from({ length: rows }, (_, row) => letters.slice(columns * row, columns * (row + 1)));
}

/** The cell a step leads to; the cell itself where the lake ends. Turns count left, down, right, up. */
export function neighbour({ rows, columns }: Lake, cell: number, turn: number): number {
  const column = cell % columns;
  if (turn === 0) return column > 0 ? cell - 1 : cell;
  if (turn === 2) return column < columns - 1 ? cell + 1 : cell;
  if (turn === 3) return cell >= columns ? cell - columns : cell;
  return cell < columns * (rows - 1) ? cell + columns : cell;
}

/** Whether a way from the start to a goal meets no hole. */
export function isSolvable(lake: Lake): boolean {
  const seen = new Uint8Array(lake.cells.length);
  const open = [lake.cells.indexOf(START)];
  seen[open[0]!] = 1;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    if (lake.cells[cell] === GOAL) return true;
    for (let turn = 0; turn < 4; turn++) {
      const next = neighbour(lake, cell, turn);
      if (seen[next] === 1 || lake.cells[next] === HOLE) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
  return false;
}
