import type { Canvas } from "./canvas.js";
import type { Color } from "./color.js";
import { write } from "./glyph.js";
import type { Grid } from "./grid.js";
import type { Layout } from "./layout.js";

/** Writes the names of rows on the left and of columns below the board, in the margin. */
export function writeCoordinates(canvas: Canvas, grid: Grid, layout: Layout, color: Color): void {
  const { cell, left, top, rows } = layout;
  const height = Math.max(7, Math.round(cell * 0.34));
  const margin = cell / 4;
  const put = (text: string, x: number, y: number): void => write(canvas, text, x, y, height, color);
  for (const [row, text] of grid.rowLabels.entries()) put(text, left - margin, top + (row + 0.5) * cell);
  for (const [column, text] of grid.columnLabels.entries()) {
    put(text, left + (column + 0.5) * cell, top + rows * cell + margin);
  }
}
