import type { Game } from "@vlm/types";
import { checkSeed } from "./check.js";
import { random } from "./random.js";
import { search } from "./search.js";
import { type SearchOptions, settingsOf } from "./settings.js";

/** Chooses a legal action of an unfinished position. */
export type Player<State, Action> = (state: State) => Action;

/** Plays what a search finds best. Every move searches with a new seed, drawn from the one given. */
export function searchPlayer<State, Action>(
  game: Game<State, Action>,
  options: SearchOptions<State> = {},
): Player<State, Action> {
  const next = random(settingsOf("searchPlayer", options).seed);
  return (state) => search(game, state, { ...options, seed: Math.floor(next() * 2 ** 32) }).best;
}

/** Plays uniformly random legal actions. */
export function randomPlayer<State, Action>(game: Game<State, Action>, seed = 0): Player<State, Action> {
  checkSeed("randomPlayer", seed);
  const next = random(seed);
  return (state) => {
    const actions = game.actions(state);
    if (actions.length === 0) {
      throw new RangeError(
        "mcts.randomPlayer: the game is over; expected a position with legal actions. Ask game.result first.",
      );
    }
    return actions[Math.floor(next() * actions.length)]!;
  };
}
