/** When a game is drawn for want of progress. */
export interface DrawLimits {
  /** How often one position may stand before the game is drawn. */
  readonly repetitions: number;
  /** Moves by each side without a capture or a move of a pawn. */
  readonly quietMoves: number;
}
