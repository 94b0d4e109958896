import type { PieceSet } from "./piece-set.js";
import { classic } from "./sets/classic.js";
import { flat } from "./sets/flat.js";
import { geometric } from "./sets/geometric.js";
import { letterDiscs } from "./sets/letters.js";
import { outline } from "./sets/outline.js";
import { pixel } from "./sets/pixel.js";

/** Pieces drawn by this project. */
export const pieceSets: Readonly<Record<"classic" | "flat" | "outline" | "letters" | "geometric" | "pixel", PieceSet>> =
  {
    classic,
    flat,
    outline,
    letters: letterDiscs,
    geometric,
    pixel,
  };

export type PieceSetName = keyof typeof pieceSets;

/** Names of all sets, in a fixed order. */
export const pieceSetNames: readonly PieceSetName[] = Object.keys(pieceSets) as PieceSetName[];
