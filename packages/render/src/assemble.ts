import type { Image } from "@vlm/types";
import { keeping } from "./cache.js";
import type { Color } from "./color.js";
import { rotate } from "./geometry/rotate.js";
import { cornerOf, type Grid } from "./grid.js";
import { type Layout, rectangleQuad } from "./layout.js";
import type { Picture, Place } from "./picture.js";
import type { Sprite } from "./sprite.js";

/** A piece that was stamped on a square. */
export interface Stamped {
  readonly name: string;
  readonly square: number;
  readonly sprite: Sprite;
}

const keep = keeping<readonly Place[]>(8);

/** A drawn board with its truth, turned. */
export function assemble(
  { width, height, data }: Image,
  grid: Grid,
  layout: Layout,
  stamped: readonly Stamped[],
  rotation: number,
  background: Color,
): Picture {
  const { cell, left, top, rows, columns } = layout;
  const squares = keep(grid, `${cell} ${left} ${top}`, () => placesOfSquares(grid, layout));
  const pieces = stamped.map(({ name, square, sprite: { bounds } }) => {
    const [x, y] = cornerOf(layout, grid.cells[square]!);
    return place(name, square, x + bounds[0], y + bounds[1], x + bounds[2], y + bounds[3]);
  });
  const board = rectangleQuad(left, top, left + columns * cell, top + rows * cell);
  return rotate({ width, height, data, truth: { board, squares, pieces } }, rotation, { background });
}

function placesOfSquares(grid: Grid, layout: Layout): readonly Place[] {
  return grid.cells.map((cell, square) => {
    const [x, y] = cornerOf(layout, cell);
    return place(cell.name, square, x, y, x + layout.cell, y + layout.cell);
  });
}

function place(name: string, square: number, left: number, top: number, right: number, bottom: number): Place {
  return { name, square, quad: rectangleQuad(left, top, right, bottom), box: [left, top, right, bottom] };
}
