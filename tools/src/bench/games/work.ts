/** What one case of group "games" does; both sides read it from `cases.json`. */
export type GamesWork = SearchWork | PlayoutWork | PerftWork | PictureWork;

/** Fresh searches from the start of a game. Seeds count up from 1 over searches and calls. */
export interface SearchWork {
  readonly task: "search";
  /** OpenSpiel's short name. */
  readonly game: string;
  /** Ours plays a user's game of immutable states instead. */
  readonly functional: boolean;
  /** Ours proves wins and losses; OpenSpiel does not. */
  readonly solve: boolean;
  readonly simulations: number;
  /** In one call. */
  readonly searches: number;
}

/** Uniformly random games from the start. */
export interface PlayoutWork {
  readonly task: "playout";
  readonly game: string;
  /** In one call. */
  readonly games: number;
}

/** Counts the positions after so many plies of chess. */
export interface PerftWork {
  readonly task: "perft";
  readonly depth: number;
}

/** Draws boards from the file that `prepare` wrote. */
export interface PictureWork {
  readonly task: "draw" | "draw and encode";
  readonly game: "ultimate_tic_tac_toe" | "chess";
  /** Side in pixels. */
  readonly size: number;
  /** In one call. */
  readonly boards: number;
  /** Boards a second that are asked of one core. */
  readonly bar: number;
}
