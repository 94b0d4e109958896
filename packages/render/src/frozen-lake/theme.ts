import type { TileTheme } from "../draw-tiles.js";
import type { Drawing } from "../shape/drawing.js";

/** How a frozen lake looks. Only the ice covers its square; the other things lie on it. */
export interface FrozenLakeTheme extends TileTheme {
  readonly ice: Drawing;
  readonly hole: Drawing;
  readonly goal: Drawing;
  readonly start: Drawing;
  readonly agent: Drawing;
}
