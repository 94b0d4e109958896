import { type Color, color } from "../../color.js";
import { glyphs } from "../../glyph.js";
import { circle } from "../../shape/outline.js";
import { everyKind, type PieceKind, type PieceSet } from "../piece-set.js";

const letters: Readonly<Record<PieceKind, string>> = {
  pawn: "P",
  knight: "N",
  bishop: "B",
  rook: "R",
  queen: "Q",
  king: "K",
};

/** The glyph, which fills its square, made small enough for a disc. */
const shrunk = (path: string): string =>
  path.replace(/([A-Z])|(-?\d+(?:\.\d+)?)/g, (token, letter: string | undefined) =>
    letter === undefined ? String(Math.round((50 + (Number(token) - 50) * 0.66) * 1000) / 1000) : token,
  );

const side = (disc: Color, ink: Color): PieceSet["white"] =>
  everyKind((kind: PieceKind) => [
    { path: circle(50, 50, 42), color: ink },
    { path: circle(50, 50, 38.5), color: disc },
    { path: shrunk(glyphs[letters[kind]]!), color: ink, stroke: 9 },
  ]);

/** English letters on discs. */
export const letterDiscs: PieceSet = {
  white: side(color("#fffdf5"), color("#1c1917")),
  black: side(color("#1c1917"), color("#f5f0e6")),
};
