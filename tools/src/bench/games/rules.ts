import { chess, connectFour, ticTacToe, ultimateTicTacToe } from "@vlm/games";
import type { Game } from "@vlm/types";

/** Our games by OpenSpiel's short names. */
export const rules: Readonly<Record<string, Game<unknown, unknown>>> = Object.fromEntries(
  [ticTacToe, ultimateTicTacToe, connectFour, chess].map((game) => [game.name, game as Game<unknown, unknown>]),
);
