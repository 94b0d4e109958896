import type { Game } from "@vlm/types";

/** Checks that there is something to search, and room for it. */
export function checkRoot<State, Action>(
  caller: string,
  game: Game<State, Action>,
  state: State,
  maxNodes: number,
): void {
  const result = game.result(state);
  if (result !== null) {
    throw new RangeError(
      `mcts.${caller}: the game is over, with returns [${result.join(", ")}]; expected a position with legal actions. Ask game.result first.`,
    );
  }
  const { length: count } = game.actions(state);
  if (count === 0) {
    throw new RangeError(
      `mcts.${caller}: ${game.name} has no action in a position that its result calls unfinished; expected one at least. Look at the game with checkGame of @vlm/games/testing.`,
    );
  }
  if (count >= maxNodes) {
    throw new RangeError(
      `mcts.${caller}: maxNodes is ${maxNodes} for ${count} actions; expected room for the position and each of them. Give maxNodes: ${count + 1} or more.`,
    );
  }
}
