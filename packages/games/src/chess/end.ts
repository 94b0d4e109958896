import { checked } from "./attack.js";
import type { Board } from "./board.js";
import { lacksMaterial, occurrences } from "./draws.js";
import type { DrawLimits } from "./limits.js";

/** How a game of chess is over. */
export type ChessEnd = "checkmate" | "stalemate" | "insufficient material" | "repetition" | "quiet moves";

/** How the game is over, given how many legal moves there are; null while it is on. In OpenSpiel's order. */
export function endOf(board: Board, moves: number, { repetitions, quietMoves }: DrawLimits): ChessEnd | null {
  if (lacksMaterial(board)) return "insufficient material";
  // A position of n occurrences lies at least 4 · (n − 1) plies back.
  if (board.halfmoves >= 4 * (repetitions - 1) && occurrences(board) >= repetitions) return "repetition";
  if (moves === 0) return checked(board) ? "checkmate" : "stalemate";
  return board.halfmoves >= 2 * quietMoves ? "quiet moves" : null;
}
