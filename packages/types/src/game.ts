/**
 * A game of open information without chance, for any number of players.
 *
 * States are immutable: `play` returns a new one. A game is a plain object; adding one takes neither a class nor a
 * registry. `State` and `Action` are the game's own business.
 */
export interface Game<State, Action> {
  /** OpenSpiel's short name where it has the game: `"ultimate_tic_tac_toe"`. */
  readonly name: string;
  readonly players: number;
  start(): State;
  /** Index of the player to move, 0 to `players - 1`. Undefined on a finished game. */
  turn(state: State): number;
  /** Legal actions in a fixed order; empty when the game is over. */
  actions(state: State): readonly Action[];
  /** The state after a legal action. Throws on an illegal one: that is a programmer's mistake. */
  play(state: State, action: Action): State;
  /** Returns per player, each in [-1, 1]; null while the game is on. */
  result(state: State): readonly number[] | null;
  /**
   * `"(1,1)/(0,2)"`, `"x(0,1)"`, `"e2e4"`. Where the notation names the player, the state the action is played in supplies
   * it; without a state the text leaves it out, and `read` understands both.
   */
  write(action: Action, state?: State): string;
  /** The legal action that the text names, or null. Never throws: a model said it. */
  read(text: string, state: State): Action | null;
  /** Returns per player of one uniformly random game from here; search's fast path. */
  playout?(state: State, random: Random): readonly number[];
  /** A position to search on in place, several times as fast as on states; search gives the same answers without it. */
  position?(): Position<State>;
}

/** A position that changes in place. Actions are small integers here, in the order of `Game.actions`. */
export interface Position<State> {
  /** Becomes the state, and the one that `rewind` goes back to. */
  reset(state: State): void;
  rewind(): void;
  /** The position as a state that no later play changes. */
  state(): State;
  /** Index of the player to move; undefined on a finished game. */
  turn(): number;
  /** Writes the legal actions to `into` from `offset` on, as many as it returns; none on a finished game. */
  actions(into: Int32Array, offset: number): number;
  /** An action that `actions` wrote; what another does is undefined. */
  play(action: number): void;
  /** Writes the returns per player when the game is over, and tells whether it is. */
  result(returns: Float64Array): boolean;
  /** Plays uniformly random actions to the end, and writes the returns per player. */
  playout(draw: Draw, returns: Float64Array): void;
}

/** Uniform among the integers from 0 to `count - 1`. */
export type Draw = (count: number) => number;

/** Uniform in [0, 1). */
export type Random = () => number;
