import type { Layout } from "./layout.js";

/** One square of a board as a picture shows it. */
export interface Cell {
  /** `"e4"`, `"(0,2)"`. */
  readonly name: string;
  /** From the top and from the left of the picture. */
  readonly row: number;
  readonly column: number;
}

/** Where a game's squares stand in its picture. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** In the game's own numbering. */
  readonly cells: readonly Cell[];
  /** Names of rows from the top and of columns from the left, for the margin. */
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
}

const made = new Map<string, Grid>();

/** Squares counted row by row, named by row and column from 0 as OpenSpiel does: `"(0,2)"`. */
export function plainGrid(rows: number, columns: number): Grid {
  const key = `${rows} ${columns}`;
  const known = made.get(key);
  if (known) return known;
  const cells = Array.from({ length: rows * columns }, (_, index): Cell => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    return { name: `(${row},${column})`, row, column };
  });
  const labels = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));
  const grid = { rows, columns, cells, rowLabels: labels(rows), columnLabels: labels(columns) };
  made.set(key, grid);
  return grid;
}

/** A square's corner in the picture, in pixels. */
export function cornerOf({ left, top, cell }: Layout, { row, column }: Cell): readonly [x: number, y: number] {
  return [left + column * cell, top + row * cell];
}

/** @throws when one of the squares is not on the board */
export function checkSquares(
  caller: string,
  { cells }: Grid,
  marked: Readonly<Record<string, readonly number[] | undefined>>,
): void {
  for (const [name, squares = []] of Object.entries(marked)) {
    for (const square of squares) {
      if (cells[square]) continue;
      throw new Error(
        `render.${caller}: ${name} names square ${square}; expected 0 to ${cells.length - 1}. Count squares as the game does.`,
      );
    }
  }
}

/** @throws when a state has not one entry for each square */
export function checkState(caller: string, { cells }: Grid, entries: ArrayLike<number>): void {
  if (entries.length === cells.length) return;
  throw new Error(
    `render.${caller}: the state has ${entries.length} squares; expected ${cells.length}. Give a state of @vlm/games.`,
  );
}
