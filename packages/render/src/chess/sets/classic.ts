import { type Color, color } from "../../color.js";
import { everyKind, type PieceKind, type PieceSet } from "../piece-set.js";
import { silhouettes } from "./silhouettes.js";

const side = (fill: Color, edge: Color, line: Color): PieceSet["white"] =>
  everyKind((kind: PieceKind) => [
    { path: silhouettes[kind].body, color: edge, stroke: 6 },
    { path: silhouettes[kind].body, color: fill },
    { path: silhouettes[kind].lines, color: line, stroke: 3 },
  ]);

/** Turned wood, filled, with a dark edge. */
export const classic: PieceSet = {
  white: side(color("#fbf6e9"), color("#2b2320"), color("#2b2320")),
  black: side(color("#3a3431"), color("#100d0c"), color("#e0d6c6")),
};
