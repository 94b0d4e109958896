import type { Game, Random } from "@vlm/types";

/** Estimates the returns per player, each in [-1, 1], of an unfinished position. */
export type Evaluator<State> = (state: State, random: Random) => readonly number[];

/** Plays one uniformly random game to the end, by the game's own fast path where it has one. */
export function rollout<State, Action>(game: Game<State, Action>): Evaluator<State> {
  if (game.playout !== undefined) return (state, random) => game.playout!(state, random);
  return (state, random) => {
    let current = state;
    for (;;) {
      const result = game.result(current);
      if (result !== null) return result;
      const actions = game.actions(current);
      current = game.play(current, actions[Math.floor(random() * actions.length)]!);
    }
  };
}
