import type { Outcome } from "../grid.js";

/** A position of Tic-Tac-Toe. Cells count 3 × row + column from the top left. */
export interface TicTacToeState {
  /** [9] 0 empty, 1 x, 2 o. */
  readonly cells: Uint8Array;
  /** To move, 0 is x. On a finished game the player who moved last. */
  readonly player: 0 | 1;
  /** 0 open, 1 won by x, 2 won by o, 3 drawn. */
  readonly outcome: Outcome;
}
