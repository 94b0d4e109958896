/** A position of chess. Squares count 8 × rank + file from a1; players are 0 for white and 1 for black. */
export interface ChessState {
  /** [64] 0 empty, 1 to 6 white pawn, knight, bishop, rook, queen, king, 7 to 12 the same of black. */
  readonly squares: Uint8Array;
  /** To move; on a finished game the player who would be. */
  readonly player: 0 | 1;
  /** Rights left: 1 white's king side, 2 white's queen side, 4 black's king side, 8 black's queen side. */
  readonly castling: number;
  /** The square that a pawn may move to by capturing en passant, legally and now; −1 where there is none. */
  readonly enPassant: number;
  /** Plies since the last capture or move of a pawn. */
  readonly halfmoves: number;
  /** Number of the move, from 1, one more after each of black's. */
  readonly fullmoves: number;
  /**
   * Two words for each position since the last capture or move of a pawn, this one excluded, oldest first: what tells a
   * repetition. Empty where the past is not known.
   */
  readonly earlier: Int32Array;
}
