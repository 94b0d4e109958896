import { type Color, color } from "../../color.js";
import { dots } from "../../shape/dots.js";
import { everyKind, type PieceKind, type PieceSet } from "../piece-set.js";

// 16 × 16: # edge, o body, + shade. All but the knight are mirrored from their left half.
const halves: Readonly<Record<Exclude<PieceKind, "knight">, readonly string[]>> = {
  pawn: [
    "........",
    "........",
    "........",
    "......##",
    ".....#oo",
    "....#ooo",
    "....#ooo",
    "....#+oo",
    ".....#oo",
    "....####",
    "......#o",
    ".....#oo",
    "....#+oo",
    "...#++oo",
    "...#oooo",
    "...#####",
  ],
  bishop: [
    ".......#",
    "......#o",
    ".......#",
    "......#o",
    ".....#oo",
    "....#oo#",
    "....#o##",
    "....#+o#",
    ".....#+o",
    "....####",
    "......#o",
    "......#o",
    ".....#+o",
    "...##+oo",
    "..#ooooo",
    "..######",
  ],
  rook: [
    "........",
    "..###.##",
    "..#o#.#o",
    "..#o###o",
    "..#ooooo",
    "..#+++++",
    "...#####",
    "....#ooo",
    "....#ooo",
    "....#ooo",
    "....#+oo",
    "....#+oo",
    "...#####",
    "..#+oooo",
    "..#ooooo",
    "..######",
  ],
  queen: [
    ".......#",
    "...#..#o",
    "..#o#..#",
    "#..#..#o",
    "o#.##.#o",
    "#..#o##o",
    "##.#oo#o",
    "#o##oooo",
    ".#oooooo",
    ".#ooooo#",
    "..#oo#oo",
    "..#+oooo",
    "...#####",
    "..#+oooo",
    "..#ooooo",
    "..######",
  ],
  king: [
    ".......#",
    "......#o",
    ".....#oo",
    "......#o",
    "..##.#oo",
    ".#oo##oo",
    "#oooo#oo",
    "#oooooo#",
    "#ooooooo",
    ".#+oooo#",
    "..#+oooo",
    "..#++ooo",
    "...#####",
    "..#+oooo",
    "..#ooooo",
    "..######",
  ],
};

const knight = [
  "................",
  "......#.#.......",
  ".....#o#o##.....",
  ".....#oooo+#....",
  "....#oooooo+#...",
  "...#oo#oooo+#...",
  "..#oooooooo++#..",
  ".#ooooooooo++#..",
  "#oo#oooooooo+#..",
  "#ooooo##oooo+#..",
  ".#o##.#oooo++#..",
  "..#..#ooooo+#...",
  "....#oooooo+#...",
  "...##########...",
  "..#+ooooooooo#..",
  "..############..",
];

const rows = (kind: PieceKind): readonly string[] =>
  kind === "knight" ? knight : halves[kind].map((half) => half + Array.from(half).reverse().join(""));

const side = (fill: Color, shade: Color, edge: Color): PieceSet["white"] =>
  everyKind((kind) => dots(rows(kind), { "#": edge, o: fill, "+": shade }));

/** Drawn dot by dot. */
export const pixel: PieceSet = {
  white: side(color("#fefce8"), color("#d6cfa8"), color("#292524")),
  black: side(color("#57534e"), color("#3f3a36"), color("#0c0a09")),
};
