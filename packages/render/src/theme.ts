import { type Color, color } from "./color.js";

/** How a board looks. Shares are of a cell's side. */
export interface Theme {
  readonly background: Color;
  /** Lines between cells and between blocks. */
  readonly line: Color;
  readonly cross: Color;
  readonly ring: Color;
  /** Background of a highlighted block. */
  readonly highlight: Color;
  /** Background of a block that is over: won by the crosses, won by the rings, drawn. */
  readonly closed: readonly [crosses: Color, rings: Color, drawn: Color];
  /** Width of a mark. */
  readonly markScale: number;
  /** Width of the pen that draws marks. */
  readonly stroke: number;
  /** Frame around the squares of the last move; absent: amber. */
  readonly lastMove?: Color;
}

const shape = { markScale: 0.62, stroke: 0.13 };

/** Every theme highlights in green: the prompts of the tasks say so. */
export const themes: Readonly<Record<"paper" | "slate" | "wood" | "ink", Theme>> = {
  paper: {
    background: color("#fbfaf5"),
    line: color("#3b3b3b"),
    cross: color("#1d4ed8"),
    ring: color("#dc2626"),
    highlight: color("#86efac"),
    closed: [color("#a8b8de"), color("#e0adad"), color("#a3a3a3")],
    ...shape,
  },
  slate: {
    background: color("#1e293b"),
    line: color("#94a3b8"),
    cross: color("#7dd3fc"),
    ring: color("#fda4af"),
    highlight: color("#15803d"),
    closed: [color("#3f5d80"), color("#7a4a5c"), color("#566275")],
    ...shape,
  },
  wood: {
    background: color("#ecd6ae"),
    line: color("#6b4423"),
    cross: color("#2b1a0e"),
    ring: color("#fffaf0"),
    highlight: color("#7cc47a"),
    closed: [color("#a98f6c"), color("#d9b98a"), color("#b5a58f")],
    ...shape,
  },
  ink: {
    background: color("#ffffff"),
    line: color("#000000"),
    cross: color("#000000"),
    ring: color("#000000"),
    highlight: color("#4ade80"),
    closed: [color("#9ca3af"), color("#d1d5db"), color("#b6bac2")],
    markScale: 0.56,
    stroke: 0.1,
  },
};

export type ThemeName = keyof typeof themes;

/** Names of all themes, in a fixed order. */
export const themeNames: readonly ThemeName[] = Object.keys(themes) as ThemeName[];
