import type { ChessState } from "@vlm/games";
import type { Shown } from "../shown.js";
import type { ChessColor } from "./piece.js";

/** What a question that needs no search is about. */
export interface ChessScene {
  /** The question's id begins with it. */
  readonly id: string;
  readonly state: ChessState;
  readonly shown: Shown;
  /** Whose side is at the bottom of the picture. */
  readonly bottom: ChessColor;
}
