import { type Canvas, fill, stamp } from "./canvas.js";
import type { Color } from "./color.js";
import { cornerOf, type Grid } from "./grid.js";
import type { Layout } from "./layout.js";
import { mixed, packed } from "./pixel.js";
import { type Drawing, drawingSprite } from "./shape/drawing.js";
import { circle } from "./shape/outline.js";

/** Colors of what is laid over a board to speak of a move. */
export interface MarkingColors {
  readonly lastMove: Color;
  readonly highlight: Color;
  readonly legal: Color;
}

/** Mixes a color into squares: `share` of 256 parts are the color's. */
export function tint(
  canvas: Canvas,
  grid: Grid,
  layout: Layout,
  squares: readonly number[],
  color: Color,
  share: number,
): void {
  const paint = packed(...color);
  for (const square of squares) {
    const [left, top] = cornerOf(layout, grid.cells[square]!);
    for (let y = top; y < top + layout.cell; y++) {
      const row = y * canvas.width;
      for (let at = row + left; at < row + left + layout.cell; at++) {
        canvas.words[at] = mixed(canvas.words[at]!, paint, share);
      }
    }
  }
}

/** Draws a frame inside squares, clear of the lines between them. */
export function frame(canvas: Canvas, grid: Grid, layout: Layout, squares: readonly number[], color: Color): void {
  const { cell } = layout;
  const inset = Math.max(1, Math.round(cell / 14));
  const pen = Math.max(1, Math.round(cell / 16));
  const side = cell - 2 * inset;
  for (const square of squares) {
    const [x, y] = cornerOf(layout, grid.cells[square]!);
    const [left, top] = [x + inset, y + inset];
    fill(canvas, left, top, side, pen, color);
    fill(canvas, left, top + side - pen, side, pen, color);
    fill(canvas, left, top, pen, side, color);
    fill(canvas, left + side - pen, top, pen, side, color);
  }
}

const drawings = new WeakMap<Color, { readonly dot: Drawing; readonly ring: Drawing }>();
const RIM: Color = [255, 255, 255];

/** Marks squares open to the next move: a dot on empty ones, a ring around what stands on others. */
export function markLegal(
  canvas: Canvas,
  grid: Grid,
  layout: Layout,
  squares: readonly number[],
  color: Color,
  taken: (square: number) => boolean,
): void {
  let drawn = drawings.get(color);
  if (!drawn) {
    const rimmed = (path: string, stroke: number): Drawing => [
      { path, color: RIM, stroke: stroke + 5 },
      { path, color, stroke },
    ];
    drawn = { dot: rimmed(circle(50, 50, 5), 14), ring: rimmed(circle(50, 50, 44), 5) };
    drawings.set(color, drawn);
  }
  for (const square of squares) {
    const [x, y] = cornerOf(layout, grid.cells[square]!);
    stamp(canvas, drawingSprite(taken(square) ? drawn.ring : drawn.dot, layout.cell), x, y);
  }
}
