import { Board } from "./board.js";
import { generate, MOST_MOVES } from "./generate.js";
import { PAWN } from "./piece.js";
import type { ChessState } from "./state.js";

const board = new Board();
const moves = new Int32Array(MOST_MOVES);

/** The same state, without an en passant square that no pawn may capture on. */
export function settled(state: ChessState): ChessState {
  if (state.enPassant < 0) return state;
  board.reset(state);
  for (let left = generate(board, moves, 0); left > 0; left--) {
    const move = moves[left - 1]!;
    const pawn = state.squares[move & 63] === 6 * state.player + PAWN;
    if (pawn && ((move >> 6) & 63) === state.enPassant) return state;
  }
  return { ...state, enPassant: -1 };
}
