import { color } from "../color.js";
import type { TileTheme } from "../draw-tiles.js";
import type { Drawing } from "../shape/drawing.js";
import { circle, rectangle } from "../shape/outline.js";

/** A player's disc, and what the truth calls it: `"red disc"`. */
export interface Disc {
  readonly name: string;
  readonly drawing: Drawing;
}

/** How a Connect Four board looks. */
export interface ConnectFourTheme extends TileTheme {
  /** A square of the board with its hole. */
  readonly hole: Drawing;
  /** Of the first and of the second player. */
  readonly discs: readonly [Disc, Disc];
}

/** A disc with a rim and a raised ring. */
function disc(name: string, fill: string, edge: string): Disc {
  const drawing = [
    { path: circle(50, 50, 40), color: color(edge) },
    { path: circle(50, 50, 36), color: color(fill) },
    { path: circle(50, 50, 24), color: color(edge), stroke: 4 },
  ];
  return { name: `${name} disc`, drawing };
}

const hole = (board: string, edge: string, inside: string): Drawing => [
  { path: rectangle(0, 0, 100, 100), color: color(board) },
  { path: circle(50, 50, 43), color: color(edge) },
  { path: circle(50, 50, 39), color: color(inside) },
];

const INK = "#18181b";

export const connectFourThemes: Readonly<Record<"classic" | "night" | "wood" | "diagram", ConnectFourTheme>> = {
  classic: {
    background: color("#f4f6fb"),
    label: color("#1e3a8a"),
    lastMove: color("#ffffff"),
    hole: hole("#2456c9", "#1b3f96", "#f4f6fb"),
    discs: [disc("red", "#e03131", "#a81e1e"), disc("yellow", "#fcc419", "#d19a06")],
  },
  night: {
    background: color("#0f172a"),
    label: color("#cbd5e1"),
    lastMove: color("#f8fafc"),
    hole: hole("#334155", "#1e293b", "#0f172a"),
    discs: [disc("pink", "#f472b6", "#be185d"), disc("cyan", "#22d3ee", "#0e7490")],
  },
  wood: {
    background: color("#f6ead5"),
    label: color("#5c3d1e"),
    lastMove: color("#f59e0b"),
    hole: hole("#b98552", "#8a5e35", "#f6ead5"),
    discs: [disc("black", "#3a3330", "#171412"), disc("white", "#fffaf0", "#c9b79c")],
  },
  diagram: {
    background: color("#ffffff"),
    label: color("#000000"),
    lastMove: color("#d97706"),
    hole: [
      { path: rectangle(0, 0, 100, 100), color: color(INK) },
      { path: rectangle(1.5, 1.5, 97, 97), color: color("#ffffff") },
    ],
    discs: [
      { name: "filled disc", drawing: [{ path: circle(50, 50, 36), color: color(INK) }] },
      { name: "open disc", drawing: [{ path: circle(50, 50, 33), color: color(INK), stroke: 7 }] },
    ],
  },
};

export type ConnectFourThemeName = keyof typeof connectFourThemes;

/** Names of all themes, in a fixed order. */
export const connectFourThemeNames: readonly ConnectFourThemeName[] = Object.keys(
  connectFourThemes,
) as ConnectFourThemeName[];
