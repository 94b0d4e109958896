import { keeping } from "../cache.js";
import { type Canvas, canvas, copy, fill } from "../canvas.js";
import type { Color } from "../color.js";
import { writeCoordinates } from "../coordinates.js";
import type { Grid } from "../grid.js";
import type { Layout } from "../layout.js";
import { packed } from "../pixel.js";
import type { ChessTheme } from "./themes.js";

const keep = keeping<Canvas>(4);
const INK: Color = [68, 68, 68];

/** A copy of the board before any piece stands on it. */
export function emptyBoard(theme: ChessTheme, grid: Grid, layout: Layout, coordinates: boolean): Canvas {
  const key = `${layout.size} ${coordinates} ${grid.cells[0]!.row}`;
  return copy(keep(theme, key, () => paint(theme, grid, layout, coordinates)));
}

function paint(theme: ChessTheme, grid: Grid, layout: Layout, coordinates: boolean): Canvas {
  const { size, cell, left, top } = layout;
  const image = canvas(size, size, theme.background);
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const light = (row + column) % 2 === 0;
      const [x, y] = [left + column * cell, top + row * cell];
      fill(image, x, y, cell, cell, light ? theme.light : theme.dark);
      if (theme.pattern === "hatched" && !light) hatch(image, x, y, cell);
      if (theme.pattern === "grain") grain(image, x, y, cell, 2 * row + (light ? 1 : 0));
    }
  }
  if (theme.pattern === "hatched") frame(image, layout);
  if (coordinates) writeCoordinates(image, grid, layout, theme.label);
  return image;
}

/** Diagonal lines, as printed diagrams have them. */
function hatch(image: Canvas, left: number, top: number, cell: number): void {
  const ink = packed(...INK);
  const step = Math.max(4, Math.round(cell / 9));
  const pen = Math.max(1, Math.round(cell / 26));
  for (let y = 0; y < cell; y++) {
    for (let x = 0; x < cell; x++) {
      if ((x + y) % step < pen) image.words[(top + y) * image.width + left + x] = ink;
    }
  }
}

/** A line around the board where light squares have the background's color. */
function frame(image: Canvas, { left, top, cell }: Layout): void {
  const side = 8 * cell;
  fill(image, left, top, side, 1, INK);
  fill(image, left, top + side - 1, side, 1, INK);
  fill(image, left, top, 1, side, INK);
  fill(image, left + side - 1, top, 1, side, INK);
}

/** Streaks along the square, lighter and darker by a few shades, others in every row. */
function grain(image: Canvas, left: number, top: number, cell: number, seed: number): void {
  for (let y = 0; y < cell; y++) {
    for (let x = 0; x < cell; x++) {
      const at = 4 * ((top + y) * image.width + left + x);
      // The streak bends in small steps along its length.
      const step = Math.floor((x * 9) / cell) - 4;
      const streak = Math.floor((y * 20) / cell + (step * step) / 10) + 29 * seed;
      const shade = (Math.imul(streak ^ (streak >>> 3), 0x9e3779b1) >>> 29) - 4;
      for (let channel = 0; channel < 3; channel++) image.data[at + channel]! += 2 * shade;
    }
  }
}
