/** What a search found out about one legal action. */
export interface SearchedAction<Action> {
  readonly action: Action;
  readonly visits: number;
  /** Mean return for the player to move, in [-1, 1]: exact where proven, 0 where never visited. */
  readonly value: number;
  /** Return under best play for the player to move, if known. */
  readonly proven: number | null;
  /** Probability that selection started from, noise included. Only where selection is PUCT. */
  readonly prior?: number;
}

/** What a teacher has to say about a position. */
export interface SearchResult<Action> {
  readonly best: Action;
  /** Mean return for the player to move, in [-1, 1]: exact where the position is solved. */
  readonly value: number;
  /** Simulations made. The first goes to the position itself, so that the visits of the actions add up to one less. */
  readonly simulations: number;
  /** Every legal action, in the game's order. */
  readonly actions: readonly SearchedAction<Action>[];
}

/** What a tree search knows besides. */
export interface SearchReport<Action> extends SearchResult<Action> {
  /** Return under best play for the player to move, if the position is solved. */
  readonly proven: number | null;
  /** Simulations kept from earlier positions: the visits of the actions add up to `reused + simulations − 1`. */
  readonly reused: number;
  /** Size of the tree. */
  readonly nodes: number;
  /** The best action, the best reply to it, and so on as far as the tree was visited. */
  readonly principalVariation: readonly Action[];
}
