import { color } from "../../color.js";
import type { Drawing } from "../../shape/drawing.js";
import { circle, ellipse, rectangle } from "../../shape/outline.js";
import type { SokobanTheme } from "../theme.js";

const crate = (wood: string, edge: string): Drawing => [
  { path: rectangle(8, 8, 84, 84, 5), color: color(edge) },
  { path: rectangle(13, 13, 74, 74, 2), color: color(wood) },
  { path: "M20 20 L80 80 M80 20 L20 80", color: color(edge), stroke: 7 },
  { path: rectangle(17, 17, 66, 66), color: color(edge), stroke: 5 },
];

const bricks = [0, 1, 2, 3]
  .map((row) => {
    const y = 25 * row + 2;
    return row % 2 === 0
      ? `${rectangle(2, y, 46, 21)} ${rectangle(52, y, 46, 21)}`
      : `${rectangle(0, y, 23, 21)} ${rectangle(27, y, 46, 21)} ${rectangle(77, y, 23, 21)}`;
  })
  .join(" ");

const SKIN = color("#f2c9a0");
const INK = color("#1f2937");

/** Brick walls, wooden crates, a worker in a blue cap. */
export const warehouse: SokobanTheme = {
  background: color("#efe9df"),
  label: color("#57493a"),
  lastMove: color("#2563eb"),
  floor: [
    { path: rectangle(0, 0, 100, 100), color: color("#d3c8b6") },
    { path: rectangle(1, 1, 98, 98), color: color("#e3dac9") },
  ],
  wall: [
    { path: rectangle(0, 0, 100, 100), color: color("#6e4a3f") },
    { path: bricks, color: color("#a4634e") },
  ],
  target: [
    { path: circle(50, 50, 41), color: color("#c92a2a"), stroke: 6 },
    { path: circle(50, 50, 20), color: color("#c92a2a"), stroke: 6 },
  ],
  box: crate("#d9a45b", "#8a5a24"),
  boxOnTarget: crate("#7fbf6a", "#2f6b2b"),
  player: [
    { path: "M50 52 C72 52 78 70 78 90 H22 C22 70 28 52 50 52 Z", color: color("#e8590c") },
    { path: "M38 56 V90 M62 56 V90", color: color("#1c4f9c"), stroke: 8 },
    { path: ellipse(50, 35, 22, 23), color: SKIN },
    { path: "M26 32 C26 4 74 4 74 32 Z", color: color("#1c4f9c") },
    { path: "M24 32 H84", color: color("#163f7d"), stroke: 6 },
    { path: `${circle(43, 41, 3)} ${circle(59, 41, 3)}`, color: INK },
    { path: "M44 50 C48 53 54 53 58 50", color: INK, stroke: 2.5 },
  ],
};
