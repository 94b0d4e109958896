import { Board } from "./board.js";
import { generate, MOST_MOVES } from "./generate.js";
import { make } from "./make.js";
import type { ChessState } from "./state.js";

// Scratch of the call under way, and the moves of the state asked for last: states do not change.
const board = new Board();
const moves = new Int32Array(MOST_MOVES);
let held: ChessState | null = null;
let legal: readonly number[] = [];

/** Legal moves in ascending order, whether or not a draw has ended the game. */
export function legalMoves(state: ChessState): readonly number[] {
  if (state === held) return legal;
  held = null;
  board.reset(state);
  const count = generate(board, moves, 0);
  sortMoves(moves, 0, count);
  legal = Array.from(moves.subarray(0, count));
  held = state;
  return legal;
}

/** The state after a legal move, whether or not a draw had ended the game. */
export function afterMove(state: ChessState, action: number): ChessState {
  board.reset(state);
  make(board, action);
  return board.state();
}

/** Sorts a few numbers in place, by insertion. */
export function sortMoves(list: Int32Array, first: number, last: number): void {
  for (let at = first + 1; at < last; at++) {
    const move = list[at]!;
    let hole = at;
    while (hole > first && list[hole - 1]! > move) {
      list[hole] = list[hole - 1]!;
      hole--;
    }
    list[hole] = move;
  }
}
