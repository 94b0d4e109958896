import { color } from "../../color.js";
import { circle, rectangle } from "../../shape/outline.js";
import type { SokobanTheme } from "../theme.js";

const INK = color("#18181b");
const PAPER = color("#ffffff");
const GREEN = color("#15803d");

/** Signs on white: black walls, crosses for targets, open squares for boxes, a red disc for the player. */
export const diagram: SokobanTheme = {
  background: PAPER,
  label: INK,
  lastMove: color("#d97706"),
  floor: [
    { path: rectangle(0, 0, 100, 100), color: color("#d4d4d8") },
    { path: rectangle(1, 1, 98, 98), color: PAPER },
  ],
  wall: [{ path: rectangle(0, 0, 100, 100), color: color("#3f3f46") }],
  target: [{ path: "M22 22 L78 78 M78 22 L22 78", color: INK, stroke: 7 }],
  box: [{ path: rectangle(17, 17, 66, 66), color: INK, stroke: 9 }],
  boxOnTarget: [{ path: rectangle(17, 17, 66, 66), color: GREEN, stroke: 9 }],
  player: [{ path: circle(50, 50, 27), color: color("#dc2626") }],
};
