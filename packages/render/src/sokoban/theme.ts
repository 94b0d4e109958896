import type { TileTheme } from "../draw-tiles.js";
import type { Drawing } from "../shape/drawing.js";

/** How Sokoban looks. Only the floor must cover its square; the other things stand on it. */
export interface SokobanTheme extends TileTheme {
  readonly floor: Drawing;
  readonly wall: Drawing;
  readonly target: Drawing;
  readonly box: Drawing;
  /** Stands on the target's drawing. */
  readonly boxOnTarget: Drawing;
  readonly player: Drawing;
}
