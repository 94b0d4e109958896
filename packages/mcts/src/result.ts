/** What a search found out about one legal action. */
export interface SearchedAction<Action> {
  readonly action: Action;
  readonly visits: number;
  /** Mean return for the player to move, in [-1, 1]: exact where proven, 0 where never visited. */
  readonly value: number;
  /** Return under best play for the player to move, if known. */
  readonly proven: number | null;
}

export interface SearchResult<Action> {
  readonly best: Action;
  /** Mean return for the player to move, in [-1, 1]: exact where the position is solved. */
  readonly value: number;
  /** Simulations made. The first goes to the position itself, so that the visits of the actions add up to one less. */
  readonly simulations: number;
  /** Every legal action, in the game's order. */
  readonly actions: readonly SearchedAction<Action>[];
}
