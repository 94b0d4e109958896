import type { Outcome } from "../grid.js";

/** A position of Ultimate Tic-Tac-Toe. Boards and cells count 3 × row + column from the top left. */
export interface UltimateState {
  /** [81] at 9 × board + cell: 0 empty, 1 x, 2 o. */
  readonly cells: Uint8Array;
  /** [9] 0 open, 1 won by x, 2 won by o, 3 drawn. */
  readonly boards: Uint8Array;
  /** The board to play on, 0 to 8; −1: any open one. On a finished game the cell of the last move, as in OpenSpiel. */
  readonly forced: number;
  /** To move, 0 is x. On a finished game the player who moved last, as in OpenSpiel. */
  readonly player: 0 | 1;
  /** The whole game, in the codes of `boards`. */
  readonly outcome: Outcome;
}
