import { random } from "@vlm/mcts";
import type { Game } from "@vlm/types";

export interface Moment<State> {
  readonly state: State;
  /** The positions of the game before it. */
  readonly earlier: readonly State[];
}

/** Unfinished positions from all stages of uniformly random games, one in `gap` of each. */
export function* randomMoments<State>(
  game: Game<State, number>,
  { count, seed, gap }: { readonly count: number; readonly seed: number; readonly gap: number },
): Generator<Moment<State>> {
  const next = random(seed, 0);
  for (let left = count; left > 0; ) {
    const states = [game.start()];
    while (left > 0) {
      const state = states.at(-1)!;
      if (game.result(state) !== null) break;
      if (next() < 1 / gap) {
        left--;
        yield { state, earlier: states.slice(0, -1) };
      }
      const actions = game.actions(state);
      states.push(game.play(state, actions[Math.floor(next() * actions.length)]!));
    }
  }
}
