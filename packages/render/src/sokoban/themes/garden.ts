import { color } from "../../color.js";
import type { Drawing } from "../../shape/drawing.js";
import { circle, ellipse, rectangle } from "../../shape/outline.js";
import type { SokobanTheme } from "../theme.js";

const pot = (clay: string, edge: string, bloom: string): Drawing => [
  { path: circle(50, 30, 21), color: color("#2f8f46") },
  { path: `${circle(40, 26, 6)} ${circle(58, 22, 6)} ${circle(54, 36, 6)}`, color: color(bloom) },
  { path: "M18 44 H82 V58 H76 L70 92 H30 L24 58 H18 Z", color: color(edge) },
  { path: "M22 48 H78 V55 H22 Z M28 59 H72 L67 88 H33 Z", color: color(clay) },
];

const leaves = [
  [18, 20],
  [50, 14],
  [82, 22],
  [30, 48],
  [68, 50],
  [14, 78],
  [48, 82],
  [84, 80],
] as const;

/** Hedges around a lawn, flower pots to be pushed onto paving stones by a gardener in a straw hat. */
export const garden: SokobanTheme = {
  background: color("#dcebc8"),
  label: color("#2f5d2a"),
  lastMove: color("#7c3aed"),
  floor: [
    { path: rectangle(0, 0, 100, 100), color: color("#b4d78a") },
    { path: rectangle(1, 1, 98, 98), color: color("#c2e29a") },
    { path: "M20 30 V22 M26 30 L29 23 M70 76 V68 M76 76 L79 69", color: color("#9cc672"), stroke: 3 },
  ],
  wall: [
    { path: rectangle(0, 0, 100, 100), color: color("#1f5a2c") },
    { path: leaves.map(([x, y]) => circle(x, y, 15)).join(" "), color: color("#2c7a3d") },
    { path: leaves.map(([x, y]) => circle(x - 4, y - 4, 6)).join(" "), color: color("#46a058") },
  ],
  target: [
    { path: rectangle(16, 16, 68, 68, 12), color: color("#8d8d96") },
    { path: rectangle(21, 21, 58, 58, 9), color: color("#c9c9d1") },
  ],
  box: pot("#d9774a", "#8f4423", "#f783ac"),
  boxOnTarget: pot("#5f7fd6", "#2c4593", "#ffd43b"),
  player: [
    { path: "M50 54 C70 54 76 70 76 92 H24 C24 70 30 54 50 54 Z", color: color("#3b5bdb") },
    { path: circle(50, 42, 18), color: color("#e6b58a") },
    { path: ellipse(50, 30, 34, 9), color: color("#e0b04a") },
    { path: "M32 30 C32 8 68 8 68 30 Z", color: color("#f2c968") },
    { path: "M33 26 H67", color: color("#c92a2a"), stroke: 5 },
    { path: `${circle(43, 44, 2.8)} ${circle(57, 44, 2.8)}`, color: color("#1f2937") },
  ],
};
