import type { Outcome } from "../grid.js";

export const ROWS = 6;
export const COLUMNS = 7;

/** A position of Connect Four. */
export interface ConnectFourState {
  /** [42] at 7 × row + column, from the lower left: 0 empty, 1 x, 2 o. */
  readonly cells: Uint8Array;
  /** To move, 0 is x. On a finished game the player who moved last. */
  readonly player: 0 | 1;
  /** 0 open, 1 won by x, 2 won by o, 3 drawn. */
  readonly outcome: Outcome;
}
