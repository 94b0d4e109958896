import type { SearchResult } from "@vlm/mcts";
import type { Game, Random } from "@vlm/types";
import { choose } from "./choose.js";
import { randomOf } from "./random.js";

/** Unfinished positions from all stages of uniformly random games. */
export function randomPositionsOf<State>(game: Game<State, number>, count: number, seed: string): readonly State[] {
  const random = randomOf(seed);
  const positions: State[] = [];
  while (positions.length < count) {
    let state = game.start();
    while (game.result(state) === null && positions.length < count) {
      // Neighbours in a game are alike: keep one in three.
      if (random() < 1 / 3) positions.push(state);
      state = game.play(state, choose(game.actions(state), random));
    }
  }
  return positions;
}

/** A search that knows nothing: any action may be its best, at any value. */
export function randomSearch<State>(game: Game<State, number>, state: State, random: Random): SearchResult<number> {
  const actions = game.actions(state).map((action) => ({ action, visits: 1, value: 2 * random() - 1, proven: null }));
  const best = choose(actions, random);
  return { best: best.action, value: best.value, simulations: actions.length + 1, actions };
}
