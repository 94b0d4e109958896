import { type Color, color } from "../../color.js";
import { everyKind, type PieceKind, type PieceSet } from "../piece-set.js";

const side = (pen: Color, halo: Color): PieceSet["white"] =>
  everyKind((kind: PieceKind) => [
    { path: outlines[kind], color: halo, stroke: 10 },
    { path: outlines[kind], color: pen, stroke: 5.5 },
  ]);

/** One line around each piece, drawn without lifting the pen; the square shows through. */
const outlines: Readonly<Record<PieceKind, string>> = {
  pawn: "M28 88 H72 C70 74 58 66 57 52 C66 47 67 24 50 24 C33 24 34 47 43 52 C42 66 30 74 28 88 Z",
  knight:
    "M30 88 H76 C80 60 74 34 56 26 L50 12 L44 26 C34 34 26 46 20 58 C18 66 26 72 33 66 C38 62 44 62 50 56 C50 68 32 72 30 88 Z M41 40 H42",
  bishop:
    "M26 88 H74 C72 76 60 70 59 60 C74 50 64 28 50 16 C36 28 26 50 41 60 C40 70 28 76 26 88 Z M50 9 H50.5 M56 32 L47 46",
  rook: "M26 88 H74 L66 72 V44 L74 36 V18 H62 V27 H56 V18 H44 V27 H38 V18 H26 V36 L34 44 V72 Z",
  queen:
    "M26 88 H74 L82 30 L65 54 L62 22 L50 50 L38 22 L35 54 L18 30 Z M82 22 H82.5 M62 14 H62.5 M38 14 H38.5 M18 22 H18.5",
  king: "M28 88 H72 L82 44 C82 30 60 26 50 44 C40 26 18 30 18 44 Z M50 44 V10 M40 19 H60 M30 76 H70",
};

export const outline: PieceSet = {
  white: side(color("#ffffff"), color("#27272a")),
  black: side(color("#000000"), color("#d4d4d8")),
};
