import type { Image } from "@vlm/types";
import type { Board } from "./board.js";
import { canvas, fill, stamp } from "./canvas.js";
import { type Rotation, rotate } from "./rotate.js";
import { sprite } from "./sprite.js";
import { type Theme, type ThemeName, themes } from "./theme.js";

export interface DrawOptions {
  /** Side of the picture in pixels. */
  readonly size?: number;
  readonly theme?: ThemeName | Theme;
  /** Degrees clockwise, as seen. */
  readonly rotation?: Rotation;
}

/**
 * Draws a board: cells of equal whole pixels, centred; what is left over at the edges stays background.
 *
 * @returns `size` × `size` RGBA, the same bytes on every machine
 * @throws when the picture has fewer than 8 pixels a cell, or a list has not one entry for each cell or block
 */
export function draw(board: Board, { size = 288, theme = "paper", rotation = 0 }: DrawOptions = {}): Image {
  const look: Theme = typeof theme === "string" ? themes[theme] : theme;
  const { rows, columns } = board;
  const block = board.block ?? Math.max(rows, columns);
  const cell = Math.floor(size / Math.max(rows, columns));
  const blocksAcross = Math.ceil(columns / block);
  check(board, size, cell, blocksAcross * Math.ceil(rows / block), theme, look);

  const left = (size - cell * columns) >> 1;
  const top = (size - cell * rows) >> 1;
  const image = canvas(size, size, look.background);
  const paintBlock = (index: number, paint: Theme["background"]): void => {
    const row = Math.floor(index / blocksAcross) * block;
    const column = (index % blocksAcross) * block;
    const height = Math.min(block, rows - row);
    const width = Math.min(block, columns - column);
    fill(image, left + column * cell, top + row * cell, width * cell, height * cell, paint);
  };
  for (let index = 0; index < (board.closed?.length ?? 0); index++) {
    const state = board.closed![index]!;
    if (state > 0) paintBlock(index, look.closed[state - 1]!);
  }
  for (const index of board.highlighted ?? []) paintBlock(index, look.highlight);

  drawLines(image, board, block, cell, left, top, look);

  const cross = sprite("cross", cell, look.markScale, look.stroke);
  const ring = sprite("ring", cell, look.markScale, look.stroke);
  for (let index = 0; index < rows * columns; index++) {
    const mark = board.marks[index]!;
    if (mark === 0) continue;
    const x = left + (index % columns) * cell;
    const y = top + Math.floor(index / columns) * cell;
    if (mark === 1) stamp(image, cross, x, y, look.cross);
    else stamp(image, ring, x, y, look.ring);
  }
  return rotate(image, rotation);
}

/** Lines lie half on either side of the border between two cells, so that a turned board has the same ones. */
function drawLines(
  image: Image,
  { rows, columns }: Board,
  block: number,
  cell: number,
  left: number,
  top: number,
  { line }: Theme,
): void {
  const half = (index: number): number => Math.max(1, Math.round(cell / (index % block === 0 ? 14 : 40)));
  const width = columns * cell;
  const height = rows * cell;
  for (let row = 0; row <= rows; row++) fill(image, left, top + row * cell - half(row), width, 2 * half(row), line);
  for (let column = 0; column <= columns; column++) {
    fill(image, left + column * cell - half(column), top, 2 * half(column), height, line);
  }
}

function check(
  board: Board,
  size: number,
  cell: number,
  blocks: number,
  name: DrawOptions["theme"],
  look: Theme | undefined,
): void {
  const { rows, columns, marks, closed } = board;
  if (!look) {
    throw new Error(
      `render.draw: there is no theme ${JSON.stringify(name)}; expected one of ${Object.keys(themes).join(", ")}, or a Theme object.`,
    );
  }
  if (!Number.isInteger(size) || cell < 8) {
    throw new Error(
      `render.draw: a picture of ${size} px gives a ${rows} × ${columns} board ${cell} px a cell; expected whole pixels and at least 8 a cell. Ask for a size of ${8 * Math.max(rows, columns)} or more.`,
    );
  }
  if (marks.length !== rows * columns) {
    throw new Error(
      `render.draw: ${marks.length} marks for a ${rows} × ${columns} board; expected ${rows * columns}. Give one for each cell, 0 where it is empty.`,
    );
  }
  if (closed && closed.length !== blocks) {
    throw new Error(
      `render.draw: ${closed.length} block states for ${blocks} blocks; expected one for each. Leave \`closed\` out when no block can be over.`,
    );
  }
}
