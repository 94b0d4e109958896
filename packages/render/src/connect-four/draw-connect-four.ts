import type { ConnectFourState } from "@vlm/games";
import { drawTiles, type Piece } from "../draw-tiles.js";
import { findLook } from "../find-look.js";
import { type Cell, checkState, type Grid } from "../grid.js";
import type { Picture } from "../picture.js";
import type { PictureOptions } from "../picture-options.js";
import { type ConnectFourTheme, type ConnectFourThemeName, connectFourThemes } from "./themes.js";

export interface ConnectFourOptions extends PictureOptions {
  readonly theme?: ConnectFourThemeName | ConnectFourTheme | undefined;
}

/** Squares as the state counts them: 7 × row + column from the lower left. */
const grid: Grid = {
  rows: 6,
  columns: 7,
  cells: Array.from({ length: 42 }, (_, square): Cell => {
    const [row, column] = [Math.floor(square / 7), square % 7];
    return { name: `(${row},${column})`, row: 5 - row, column };
  }),
  rowLabels: ["5", "4", "3", "2", "1", "0"],
  columnLabels: ["0", "1", "2", "3", "4", "5", "6"],
};

/**
 * A position as pixels. Squares count 7 × row + column from the lower left, as the state's do, and are named so:
 * `"(row,column)"`.
 *
 * @throws when the picture has fewer than 8 pixels a square, or there is no such theme
 */
export function drawConnectFour(
  state: Pick<ConnectFourState, "cells">,
  { theme = "classic", ...options }: ConnectFourOptions = {},
): Picture {
  const look = findLook<ConnectFourTheme>("drawConnectFour", "theme", "ConnectFourTheme", connectFourThemes, theme);
  checkState("drawConnectFour", grid, state.cells);
  const pieces: Piece[] = [];
  for (const [square, mark] of state.cells.entries()) {
    if (mark > 0) pieces.push({ ...look.discs[mark === 1 ? 0 : 1], square });
  }
  return drawTiles("drawConnectFour", { grid, theme: look, ground: look.hole, pieces }, options);
}
