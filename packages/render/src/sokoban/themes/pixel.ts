import { type Color, color } from "../../color.js";
import { dots } from "../../shape/dots.js";
import type { Drawing } from "../../shape/drawing.js";
import { rectangle } from "../../shape/outline.js";
import type { SokobanTheme } from "../theme.js";

const paints: Readonly<Record<string, Color>> = {
  k: color("#1a1c2c"),
  w: color("#f4f4f4"),
  b: color("#3b5dc9"),
  r: color("#b13e53"),
  y: color("#ffcd75"),
  s: color("#f9c9a5"),
  n: color("#7a4a2b"),
  t: color("#c28a4a"),
  m: color("#94a3b8"),
  d: color("#64748b"),
};

const crate = [
  "................",
  ".nnnnnnnnnnnnnn.",
  ".nttttttttttttn.",
  ".ntnnnnnnnnnntn.",
  ".ntnnttttttnntn.",
  ".ntntnttttntntn.",
  ".ntnttnttnttntn.",
  ".ntntttnntttntn.",
  ".ntntttnntttntn.",
  ".ntnttnttnttntn.",
  ".ntntnttttntntn.",
  ".ntnnttttttnntn.",
  ".ntnnnnnnnnnntn.",
  ".nttttttttttttn.",
  ".nnnnnnnnnnnnnn.",
  "................",
];

const draw = (rows: readonly string[], other: Readonly<Record<string, Color>> = {}): Drawing =>
  dots(rows, { ...paints, ...other });

/** Drawn dot by dot: stone walls, crates, a keeper in a red cap. */
export const pixel: SokobanTheme = {
  background: paints.k!,
  label: paints.w!,
  lastMove: paints.w!,
  floor: [
    { path: rectangle(0, 0, 100, 100), color: color("#46506b") },
    { path: rectangle(0, 0, 93.75, 93.75), color: color("#566284") },
  ],
  wall: draw([
    "mmmmmmmkmmmmmmmk",
    "mddddddkmddddddk",
    "mddddddkmddddddk",
    "kkkkkkkkkkkkkkkk",
    "mmmkmmmmmmmkmmmm",
    "dddkmddddddkmddd",
    "dddkmddddddkmddd",
    "kkkkkkkkkkkkkkkk",
    "mmmmmmmkmmmmmmmk",
    "mddddddkmddddddk",
    "mddddddkmddddddk",
    "kkkkkkkkkkkkkkkk",
    "mmmkmmmmmmmkmmmm",
    "dddkmddddddkmddd",
    "dddkmddddddkmddd",
    "kkkkkkkkkkkkkkkk",
  ]),
  target: draw([
    "yyyy.......yyyy.",
    "y.............y.",
    "y.............y.",
    "y.............y.",
    "................",
    "......yyy.......",
    ".....y...y......",
    ".....y.y.y......",
    ".....y...y......",
    "......yyy.......",
    "................",
    "y.............y.",
    "y.............y.",
    "y.............y.",
    "yyyy.......yyyy.",
    "................",
  ]),
  box: draw(crate),
  boxOnTarget: draw(crate, { t: color("#7bc96f"), n: color("#1f6b3a") }),
  player: draw([
    "................",
    ".....rrrrr......",
    "....rrrrrrr.....",
    "....rrrrrrrrr...",
    "....nssssss.....",
    "....nsksksss....",
    "....nsssssss....",
    ".....snnnns.....",
    "......ssss......",
    "....wwbwwbww....",
    "...wwwbwwbwww...",
    "...sswbbbbwss...",
    ".....bbbbbb.....",
    ".....bb..bb.....",
    ".....bb..bb.....",
    "....nnn..nnn....",
  ]),
};
