import type { FrozenLakeState } from "@vlm/games";
import { drawTiles, type Piece } from "../draw-tiles.js";
import { findLook } from "../find-look.js";
import { checkState, plainGrid } from "../grid.js";
import type { Picture } from "../picture.js";
import type { PictureOptions } from "../picture-options.js";
import type { FrozenLakeTheme } from "./theme.js";
import { type FrozenLakeThemeName, frozenLakeThemes } from "./themes.js";

export interface FrozenLakeOptions extends PictureOptions {
  readonly theme?: FrozenLakeThemeName | FrozenLakeTheme | undefined;
}

/** By the codes of a state's cells. */
const kinds = [null, "hole", "goal", "start"] as const;

/**
 * The lake as pixels. Squares count columns × row + column from the top left, as the state's do.
 *
 * @throws when the picture has fewer than 8 pixels a square, or there is no such theme
 */
export function drawFrozenLake(
  state: Pick<FrozenLakeState, "rows" | "columns" | "cells" | "agent">,
  { theme = "glacier", ...options }: FrozenLakeOptions = {},
): Picture {
  const look = findLook<FrozenLakeTheme>("drawFrozenLake", "theme", "FrozenLakeTheme", frozenLakeThemes, theme);
  const grid = plainGrid(state.rows, state.columns);
  checkState("drawFrozenLake", grid, state.cells);
  const pieces: Piece[] = [];
  for (const [square, code] of state.cells.entries()) {
    const kind = kinds[code];
    if (kind) pieces.push({ name: kind, square, drawing: look[kind] });
    if (square === state.agent) pieces.push({ name: "agent", square, drawing: look.agent });
  }
  return drawTiles("drawFrozenLake", { grid, theme: look, ground: look.ice, pieces }, options);
}
