import type { FrozenLakeTheme } from "./theme.js";
import { diagram } from "./themes/diagram.js";
import { dusk, glacier } from "./themes/lake.js";
import { pixel } from "./themes/pixel.js";

export const frozenLakeThemes: Readonly<Record<"glacier" | "dusk" | "diagram" | "pixel", FrozenLakeTheme>> = {
  glacier,
  dusk,
  diagram,
  pixel,
};

export type FrozenLakeThemeName = keyof typeof frozenLakeThemes;

/** Names of all themes, in a fixed order. */
export const frozenLakeThemeNames: readonly FrozenLakeThemeName[] = Object.keys(
  frozenLakeThemes,
) as FrozenLakeThemeName[];
