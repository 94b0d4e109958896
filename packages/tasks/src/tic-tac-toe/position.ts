import type { TicTacToeState } from "@vlm/games";
import type { Shown } from "../shown.js";

/** What a question that needs no search is about. */
export interface TicTacToePosition {
  /** The question's id begins with it. */
  readonly id: string;
  /** Unfinished. */
  readonly state: TicTacToeState;
  readonly shown: Shown;
}
