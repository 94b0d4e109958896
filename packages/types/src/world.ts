/**
 * A world that an agent acts in, step by step, for a reward.
 *
 * States are immutable and carry their own chance, so that the same seed and the same actions give the same episode.
 * `State` and `Action` are the world's own business.
 */
export interface World<State, Action> {
  /** `"frozen_lake"`. */
  readonly name: string;
  /** The first state of the seed's episode. */
  reset(seed: number): State;
  /** Legal actions in a fixed order; empty when the episode is over. */
  actions(state: State): readonly Action[];
  /** What a legal action leads to. Throws on an illegal one: that is a programmer's mistake. */
  step(state: State, action: Action): Transition<State>;
  /** True where an episode has ended, by success or by failure. */
  done(state: State): boolean;
  /** True where it has ended in success. */
  success(state: State): boolean;
  /** The state as text, for a model that reads. */
  observe(state: State): string;
  /** `"up"`. */
  write(action: Action): string;
  /** The legal action that the text names, or null. Never throws: a model said it. */
  read(text: string, state: State): Action | null;
}

export interface Transition<State> {
  readonly state: State;
  readonly reward: number;
  readonly done: boolean;
}
