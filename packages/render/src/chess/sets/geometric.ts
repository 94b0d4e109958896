import { type Color, color } from "../../color.js";
import { circle, polygon, rectangle } from "../../shape/outline.js";
import { everyKind, type PieceKind, type PieceSet } from "../piece-set.js";

const star = polygon(
  ...([
    [50, 8],
    [58, 31],
    [80, 20],
    [69, 42],
    [92, 50],
    [69, 58],
    [80, 80],
    [58, 69],
    [50, 92],
    [42, 69],
    [20, 80],
    [31, 58],
    [8, 50],
    [31, 42],
    [20, 20],
    [42, 31],
  ] as const),
);

/** Abstract shapes that point where the piece goes. */
const figures: Readonly<Record<PieceKind, { readonly body: string; readonly lines: string }>> = {
  pawn: { body: circle(50, 56, 19), lines: "" },
  knight: { body: "M28 16 H52 V58 H80 V84 H28 Z", lines: "M40 28 V71 H68" },
  bishop: { body: "M50 10 L84 50 L50 90 L16 50 Z", lines: "M38 36 L62 64 M62 36 L38 64" },
  rook: { body: rectangle(20, 20, 60, 60, 4), lines: "M50 32 V68 M32 50 H68" },
  queen: { body: star, lines: circle(50, 50, 9) },
  king: {
    body: "M38 12 H62 V38 H88 V62 H62 V88 H38 V62 H12 V38 H38 Z",
    lines: rectangle(41, 41, 18, 18),
  },
};

const side = (fill: Color, edge: Color): PieceSet["white"] =>
  everyKind((kind: PieceKind) => [
    { path: figures[kind].body, color: edge, stroke: 7 },
    { path: figures[kind].body, color: fill },
    { path: figures[kind].lines, color: edge, stroke: 5 },
  ]);

export const geometric: PieceSet = {
  white: side(color("#ffffff"), color("#27272a")),
  black: side(color("#18181b"), color("#e4e4e7")),
};
