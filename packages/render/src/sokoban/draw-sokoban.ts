import type { SokobanState } from "@vlm/games";
import { drawTiles, type Piece } from "../draw-tiles.js";
import { findLook } from "../find-look.js";
import { checkState, plainGrid } from "../grid.js";
import type { Picture } from "../picture.js";
import type { PictureOptions } from "../picture-options.js";
import type { SokobanTheme } from "./theme.js";
import { type SokobanThemeName, sokobanThemes } from "./themes.js";

export interface SokobanOptions extends PictureOptions {
  readonly theme?: SokobanThemeName | SokobanTheme | undefined;
}

// The codes of a state's cells.
const WALL = 1;
const TARGET = 2;

/**
 * The level as pixels. Squares count columns × row + column from the top left, as the state's do.
 *
 * @throws when the picture has fewer than 8 pixels a square, or there is no such theme
 */
export function drawSokoban(
  state: Pick<SokobanState, "rows" | "columns" | "cells" | "boxes" | "player">,
  { theme = "warehouse", ...options }: SokobanOptions = {},
): Picture {
  const look = findLook<SokobanTheme>("drawSokoban", "theme", "SokobanTheme", sokobanThemes, theme);
  const grid = plainGrid(state.rows, state.columns);
  checkState("drawSokoban", grid, state.cells);
  const pieces: Piece[] = [];
  for (const [square, code] of state.cells.entries()) {
    const put = (name: string, drawing: SokobanTheme["box"]): void => void pieces.push({ name, square, drawing });
    if (code === WALL) put("wall", look.wall);
    if (code === TARGET) put("target", look.target);
    if (state.boxes[square]) {
      if (code === TARGET) put("box on target", look.boxOnTarget);
      else put("box", look.box);
    }
    if (square === state.player) put("player", look.player);
  }
  return drawTiles("drawSokoban", { grid, theme: look, ground: look.floor, pieces }, options);
}
