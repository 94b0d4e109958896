import { assemble, type Stamped } from "./assemble.js";
import { keeping } from "./cache.js";
import { type Canvas, canvas, copy, stamp } from "./canvas.js";
import { type Color, color } from "./color.js";
import { writeCoordinates } from "./coordinates.js";
import { checkSquares, cornerOf, type Grid } from "./grid.js";
import { layOut } from "./layout.js";
import { frame, markLegal, tint } from "./overlay.js";
import type { Picture } from "./picture.js";
import type { PictureOptions } from "./picture-options.js";
import { type Drawing, drawingSprite } from "./shape/drawing.js";

/** What every theme of a board of tiles says. */
export interface TileTheme {
  /** Around the board. */
  readonly background: Color;
  /** Names of rows and columns. */
  readonly label: Color;
  /** Frame around the squares of the last move. */
  readonly lastMove: Color;
}

/** A thing on a square. */
export interface Piece {
  /** What the truth calls it. */
  readonly name: string;
  readonly square: number;
  readonly drawing: Drawing;
}

/** A board of tiles with things on them. */
export interface TileScene {
  readonly grid: Grid;
  readonly theme: TileTheme;
  /** What lies under every square; it covers all of it. */
  readonly ground: Drawing;
  /** In the numbering of their squares; on one square, the lower first. */
  readonly pieces: readonly Piece[];
}

const GREEN = color("#15803d");
const HIGHLIGHT = color("#22c55e");
const SHARE = 144;

const keep = keeping<Canvas>(4);

/** Draws a board square by square, the way of all games whose boards are more than lines. */
export function drawTiles(
  caller: string,
  { grid, theme, ground, pieces }: TileScene,
  { size = 448, rotation = 0, coordinates = false, lastMove = [], highlight = [], legal = [] }: PictureOptions,
): Picture {
  const layout = layOut(caller, { rows: grid.rows, columns: grid.columns, size, coordinates });
  checkSquares(caller, grid, { lastMove, highlight, legal });
  const image = copy(
    keep(theme, `${grid.rows} ${grid.columns} ${size} ${coordinates}`, () => {
      const empty = canvas(size, size, theme.background);
      for (const cell of grid.cells) stamp(empty, drawingSprite(ground, layout.cell), ...cornerOf(layout, cell));
      if (coordinates) writeCoordinates(empty, grid, layout, theme.label);
      return empty;
    }),
  );
  tint(image, grid, layout, highlight, HIGHLIGHT, SHARE);
  frame(image, grid, layout, lastMove, theme.lastMove);
  const taken = new Set(pieces.map(({ square }) => square));
  markLegal(image, grid, layout, legal, GREEN, (square) => taken.has(square));
  const stamped = pieces.map(({ name, square, drawing }): Stamped => {
    const sprite = drawingSprite(drawing, layout.cell);
    stamp(image, sprite, ...cornerOf(layout, grid.cells[square]!));
    return { name, square, sprite };
  });
  return assemble(image, grid, layout, stamped, rotation, theme.background);
}
