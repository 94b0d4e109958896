import { type Color, color } from "../../color.js";
import { mirrored } from "../../shape/outline.js";
import { everyKind, type PieceKind, type PieceSet } from "../piece-set.js";

/** A body, and the part of it that lies in the shade. */
interface Lit {
  readonly body: string;
  readonly shade: string;
}

const turned = (half: string): Lit => ({ body: mirrored(half), shade: `${half} Z` });

const figures: Readonly<Record<PieceKind, Lit>> = {
  pawn: turned("M50 26 C60 26 67 33 67 42 C67 48 64 53 59 56 L72 88 H50"),
  knight: {
    body: "M28 88 C28 72 42 66 46 56 L32 64 C24 66 16 58 20 50 C26 40 32 32 40 27 L42 12 L54 24 C72 32 80 52 75 88 Z",
    shade: "M54 24 C72 32 80 52 75 88 H52 C60 66 64 44 54 24 Z",
  },
  bishop: turned("M50 10 C54 20 70 34 70 49 C70 57 65 63 60 66 L73 88 H50"),
  rook: turned("M50 20 H56 V31 H63 V20 H75 V42 L66 49 L69 74 L76 88 H50"),
  queen: turned("M50 14 L61 42 L84 24 L72 66 L76 88 H50"),
  king: turned("M50 6 H56 V13 H63 V22 H56 V31 C72 27 84 36 79 49 C77 56 72 62 67 66 L75 88 H50"),
};

const side = (fill: Color, shade: Color, edge: Color): PieceSet["white"] =>
  everyKind((kind: PieceKind) => [
    { path: figures[kind].body, color: edge, stroke: 4 },
    { path: figures[kind].body, color: fill },
    { path: figures[kind].shade, color: shade },
  ]);

/** Plain bodies lit from the left. */
export const flat: PieceSet = {
  white: side(color("#fff8ea"), color("#ead7b7"), color("#8a6a43")),
  black: side(color("#4a5578"), color("#2f3754"), color("#1c2238")),
};
