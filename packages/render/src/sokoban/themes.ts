import type { SokobanTheme } from "./theme.js";
import { diagram } from "./themes/diagram.js";
import { garden } from "./themes/garden.js";
import { pixel } from "./themes/pixel.js";
import { warehouse } from "./themes/warehouse.js";

export const sokobanThemes: Readonly<Record<"warehouse" | "garden" | "diagram" | "pixel", SokobanTheme>> = {
  warehouse,
  garden,
  diagram,
  pixel,
};

export type SokobanThemeName = keyof typeof sokobanThemes;

/** Names of all themes, in a fixed order. */
export const sokobanThemeNames: readonly SokobanThemeName[] = Object.keys(sokobanThemes) as SokobanThemeName[];
