import type { Canvas } from "./canvas.js";
import type { Color } from "./color.js";
import { write } from "./glyph.js";
import type { Grid } from "./grid.js";
import type { Layout } from "./layout.js";

/** Writes the names of rows on the left and of columns below the board, in the margin of half a cell. */
export function writeCoordinates(canvas: Canvas, grid: Grid, layout: Layout, color: Color): void {
  const { cell, left, top, rows } = layout;
  const margin = cell / 4;
  const longest = Math.max(...[...grid.rowLabels, ...grid.columnLabels].map((text) => text.length));
  // A letter is as wide as high, and two thirds from the next.
  const widest = Math.floor((cell / 2 - 1) / ((2 * longest + 1) / 3));
  const height = Math.max(1, Math.min(Math.round(cell * 0.34), widest));
  const put = (text: string, x: number, y: number): void => write(canvas, text, x, y, height, color);
  for (const [row, text] of grid.rowLabels.entries()) put(text, left - margin, top + (row + 0.5) * cell);
  for (const [column, text] of grid.columnLabels.entries()) {
    put(text, left + (column + 0.5) * cell, top + rows * cell + margin);
  }
}
