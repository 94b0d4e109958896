import { seededRandom } from "../testing/seeded-random.js";
import { type ChessGame, chess } from "./game.js";
import type { ChessState } from "./state.js";

/** The states of a game of random moves, the start and the end among them, and the moves between. */
export function randomGame(seed: number, game: ChessGame = chess): { states: ChessState[]; actions: number[] } {
  const random = seededRandom(seed);
  const states = [game.start()];
  const actions: number[] = [];
  for (;;) {
    const state = states.at(-1)!;
    const legal = game.actions(state);
    if (legal.length === 0) return { states, actions };
    actions.push(legal[Math.floor(random() * legal.length)]!);
    states.push(game.play(state, actions.at(-1)!));
  }
}
