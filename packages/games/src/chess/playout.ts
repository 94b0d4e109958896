import type { Draw } from "@vlm/types";
import { checked, givesCheck } from "./attack.js";
import type { Board } from "./board.js";
import { lacksMaterial, occurrences } from "./draws.js";
import { generate, MOST_MOVES } from "./generate.js";
import type { DrawLimits } from "./limits.js";
import { make } from "./make.js";
import { sample } from "./sample.js";

const moves = new Int32Array(MOST_MOVES);

/** Plays uniformly random moves to the end, and writes the returns of white and black. */
export function playout(board: Board, draw: Draw, returns: Float64Array, limits: DrawLimits): void {
  const { repetitions } = limits;
  const quiet = 2 * limits.quietMoves;
  returns[0] = 0;
  returns[1] = 0;
  if (lacksMaterial(board)) return;
  let inCheck = checked(board);
  for (;;) {
    // Material changes by captures and promotions only.
    if (board.halfmoves === 0 && lacksMaterial(board)) return;
    if (board.halfmoves >= 4 * (repetitions - 1) && occurrences(board) >= repetitions) return;
    // Checkmate by the last of the quiet moves comes first.
    if (board.halfmoves >= quiet && (!inCheck || generate(board, moves, 0) > 0)) return;
    const move = sample(board, inCheck, draw);
    if (move < 0) break;
    const undo = make(board, move);
    inCheck = givesCheck(board, move, undo);
  }
  if (!inCheck) return;
  const loser = board.own === 0 ? 0 : 1;
  returns[loser] = -1;
  returns[1 - loser] = 1;
}
