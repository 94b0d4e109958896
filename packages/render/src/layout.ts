import type { Quad } from "./picture.js";

/** Where the cells of a board lie in a picture that is not turned. All in whole pixels. */
export interface Layout {
  /** Side of the picture. */
  readonly size: number;
  readonly rows: number;
  readonly columns: number;
  /** Side of a cell. */
  readonly cell: number;
  /** The board's corner. */
  readonly left: number;
  readonly top: number;
}

/** What a picture and its board must be for a layout. */
export interface LayoutOptions {
  readonly rows: number;
  readonly columns: number;
  readonly size: number;
  /** Leaves half a cell free on each side for the names of rows and columns. */
  readonly coordinates: boolean;
}

/**
 * Cells of equal whole pixels, centred; what is left over at the edges stays background.
 *
 * @param caller function of this package that the picture was asked of, for the error
 * @throws when a cell would have fewer than 8 pixels
 */
export function layOut(caller: string, { rows, columns, size, coordinates }: LayoutOptions): Layout {
  const across = Math.max(rows, columns) + (coordinates ? 1 : 0);
  const cell = Math.floor(size / across);
  if (!Number.isInteger(size) || cell < 8) {
    throw new Error(
      `render.${caller}: a picture of ${size} px gives a ${rows} × ${columns} board ${cell} px a cell; expected whole pixels and at least 8 a cell. Ask for a size of ${8 * across} or more.`,
    );
  }
  return { size, rows, columns, cell, left: (size - cell * columns) >> 1, top: (size - cell * rows) >> 1 };
}

/** An upright rectangle's corners, clockwise from the top left. */
export function rectangleQuad(left: number, top: number, right: number, bottom: number): Quad {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}
