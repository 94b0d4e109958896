import { chessRecipe } from "./chess.js";
import type { GameName } from "./game-names.js";
import type { GameRow, Recipe } from "./recipe.js";
import { ticTacToeRecipe } from "./tic-tac-toe.js";
import { ultimateTicTacToeRecipe } from "./ultimate-tic-tac-toe.js";

/** By game; states and rows are each recipe's own business. */
export const recipes: Readonly<Record<GameName, Recipe<unknown, GameRow>>> = {
  ultimate_tic_tac_toe: ultimateTicTacToeRecipe,
  tic_tac_toe: ticTacToeRecipe,
  chess: chessRecipe,
};
