import { assemble, type Stamped } from "./assemble.js";
import type { Board } from "./board.js";
import { keeping } from "./cache.js";
import { type Canvas, canvas, fill, stamp } from "./canvas.js";
import { type Color, color } from "./color.js";
import { writeCoordinates } from "./coordinates.js";
import { findLook } from "./find-look.js";
import { checkSquares, cornerOf, type Grid } from "./grid.js";
import { type Layout, layOut } from "./layout.js";
import { type Mark, markCoverage } from "./mark.js";
import { frame, markLegal } from "./overlay.js";
import type { Picture } from "./picture.js";
import type { PictureOptions } from "./picture-options.js";
import { type Sprite, sprite } from "./sprite.js";
import { type Theme, type ThemeName, themes } from "./theme.js";

export interface DrawOptions extends PictureOptions {
  readonly theme?: ThemeName | Theme | undefined;
}

const AMBER = color("#f59e0b");
const GREEN = color("#15803d");
const keep = keeping<Sprite>(16);

/**
 * Draws crosses and rings, the way of all games that are played with marks.
 *
 * @param caller function that the picture was asked of, for errors
 * @param grid the game's squares on the board
 * @param names what a cross and a ring are called in the truth
 */
export function drawMarks(
  caller: string,
  board: Board,
  grid: Grid,
  names: readonly [cross: string, ring: string],
  {
    size = 288,
    theme = "paper",
    rotation = 0,
    coordinates = false,
    lastMove = [],
    highlight = [],
    legal = [],
  }: DrawOptions,
): Picture {
  const look = findLook<Theme>(caller, "theme", "Theme", themes, theme);
  const { rows, columns, marks } = board;
  const block = board.block ?? Math.max(rows, columns);
  const layout = layOut(caller, { rows, columns, size, coordinates });
  check(caller, board, Math.ceil(columns / block) * Math.ceil(rows / block));
  checkSquares(caller, grid, { lastMove, highlight, legal });

  const image = canvas(size, size, look.background);
  shadeBlocks(image, board, block, layout, look);
  for (const square of highlight) {
    fill(image, ...cornerOf(layout, grid.cells[square]!), layout.cell, layout.cell, look.highlight);
  }
  drawLines(image, block, layout, look.line);
  frame(image, grid, layout, lastMove, look.lastMove ?? AMBER);
  const markAt = (square: number): number => {
    const { row, column } = grid.cells[square]!;
    return marks[row * columns + column]!;
  };
  markLegal(image, grid, layout, legal, GREEN, (square) => markAt(square) !== 0);

  const stamped: Stamped[] = [];
  for (let square = 0; square < rows * columns; square++) {
    const mark = markAt(square);
    if (mark === 0) continue;
    const drawn = mark === 1 ? markSprite("cross", layout.cell, look) : markSprite("ring", layout.cell, look);
    stamp(image, drawn, ...cornerOf(layout, grid.cells[square]!));
    stamped.push({ name: names[mark === 1 ? 0 : 1], square, sprite: drawn });
  }
  if (coordinates) writeCoordinates(image, grid, layout, look.line);
  return assemble(image, grid, layout, stamped, rotation, look.background);
}

function markSprite(mark: Mark, size: number, theme: Theme): Sprite {
  return keep(theme, `${mark} ${size}`, () => {
    const coverage = markCoverage(mark, size, theme.markScale, theme.stroke);
    return sprite([{ coverage, color: theme[mark] }]);
  });
}

/** Boards that are over in the color of their outcome, then those that may be played in. */
function shadeBlocks(image: Canvas, board: Board, block: number, layout: Layout, look: Theme): void {
  const { rows, columns, closed, highlighted = [] } = board;
  const across = Math.ceil(columns / block);
  const paint = (index: number, paintColor: Color): void => {
    const row = Math.floor(index / across) * block;
    const column = (index % across) * block;
    const corner = cornerOf(layout, { name: "", row, column });
    const [width, height] = [Math.min(block, columns - column), Math.min(block, rows - row)];
    fill(image, ...corner, width * layout.cell, height * layout.cell, paintColor);
  };
  for (let index = 0; index < (closed?.length ?? 0); index++) {
    if (closed![index]! > 0) paint(index, look.closed[closed![index]! - 1]!);
  }
  for (const index of highlighted) paint(index, look.highlight);
}

/** Lines lie half on either side of the border between two cells, so that a turned board has the same ones. */
function drawLines(image: Canvas, block: number, { rows, columns, cell, left, top }: Layout, line: Color): void {
  const half = (index: number): number => Math.max(1, Math.round(cell / (index % block === 0 ? 14 : 40)));
  const width = columns * cell;
  const height = rows * cell;
  for (let row = 0; row <= rows; row++) fill(image, left, top + row * cell - half(row), width, 2 * half(row), line);
  for (let column = 0; column <= columns; column++) {
    fill(image, left + column * cell - half(column), top, 2 * half(column), height, line);
  }
}

function check(caller: string, { rows, columns, marks, closed }: Board, blocks: number): void {
  if (marks.length !== rows * columns) {
    throw new Error(
      `render.${caller}: ${marks.length} marks for a ${rows} × ${columns} board; expected ${rows * columns}. Give one for each cell, 0 where it is empty.`,
    );
  }
  if (closed && closed.length !== blocks) {
    throw new Error(
      `render.${caller}: ${closed.length} block states for ${blocks} blocks; expected one for each. Leave \`closed\` out when no block can be over.`,
    );
  }
}
