import { circle, mirrored, rectangle } from "../../shape/outline.js";
import type { PieceKind } from "../piece-set.js";

/** A turned wooden piece from the side. */
export interface Silhouette {
  readonly body: string;
  /** Fine lines on the body. */
  readonly lines: string;
}

const foot = (halfWidth: number): string => rectangle(50 - halfWidth, 80, 2 * halfWidth, 11, 4);

const points = [
  [16, 31],
  [32, 20],
  [50, 16],
  [68, 20],
  [84, 31],
] as const;

export const silhouettes: Readonly<Record<PieceKind, Silhouette>> = {
  pawn: {
    body: [
      circle(50, 34, 13.5),
      rectangle(35, 46, 30, 6.5, 3),
      mirrored("M50 48 H57 C58 62 62 71 71 83 H50"),
      foot(26),
    ].join(" "),
    lines: "M36 80 H64",
  },
  knight: {
    body: [
      "M73 83 C78 60 75 36 58 26 L54 12 L46 24 C39 26 34 31 30 38 C26 46 21 51 17 57 C14.5 62 17 68 22 69.5",
      "C26 70.5 29 68 32 65 C36 62 41 62 46 59 C48 64 37 70 31 83 Z",
      foot(27),
    ].join(" "),
    lines: "M61 33 C69 44 71 60 68 76 M34 80 H66 M39.5 38 L41 39 M22.5 61.5 L23 61",
  },
  bishop: {
    body: [
      circle(50, 14, 5.5),
      mirrored("M50 17 C60 25 68 36 67 46 C66 54 60 58 50 58"),
      rectangle(35, 55, 30, 6.5, 3),
      mirrored("M50 58 H57 C58 67 63 76 71 83 H50"),
      foot(27),
    ].join(" "),
    lines: "M36 80 H64 M50 30 V47 M43 38 H57",
  },
  rook: {
    body: [
      "M26 17 H37 V25 H44.5 V17 H55.5 V25 H63 V17 H74 V35 L66 42 H34 L26 35 Z",
      "M35 40 H65 L68 74 H32 Z",
      "M31 71 H69 L74 83 H26 Z",
      foot(28),
    ].join(" "),
    lines: "M34 42 H66 M32 72 H68 M32 80 H68",
  },
  queen: {
    body: [
      ...points.map(([x, y]) => circle(x, y, 5)),
      "M16 31 L27 51 L32 20 L42.5 46 L50 16 L57.5 46 L68 20 L73 51 L84 31 L71 66 H29 Z",
      "M29 64 H71 C67 71 70 78 75 83 H25 C30 78 33 71 29 64 Z",
      foot(28),
    ].join(" "),
    lines: "M30 65 C43 61 57 61 70 65 M33 72 H67 M32 80 H68",
  },
  king: {
    body: [
      "M46.5 4 H53.5 V10.5 H60 V17.5 H53.5 V28 H46.5 V17.5 H40 V10.5 H46.5 Z",
      mirrored("M50 27 C58 23 70 26 75 35 L64 60 H50"),
      rectangle(33, 57, 34, 6.5, 3),
      mirrored("M50 62 H60 C61 70 66 77 73 83 H50"),
      foot(28),
    ].join(" "),
    lines: "M32 37 C42 32 58 32 68 37 M34 80 H66",
  },
};
