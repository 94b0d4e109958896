import type { GameRow } from "../datagen/recipe.js";
import { chessEntry } from "./chess.js";
import type { GameEntry } from "./game-entry.js";
import type { GameName } from "./game-names.js";
import { ticTacToeEntry } from "./tic-tac-toe.js";
import { ultimateTicTacToeEntry } from "./ultimate-tic-tac-toe.js";

/** By game; states and rows are each entry's own business. A game more is a name and an entry more. */
export const games: Readonly<Record<GameName, GameEntry<unknown, GameRow>>> = {
  ultimate_tic_tac_toe: ultimateTicTacToeEntry,
  tic_tac_toe: ticTacToeEntry,
  chess: chessEntry,
};
