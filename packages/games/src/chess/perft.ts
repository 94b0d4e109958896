import { Board } from "./board.js";
import { generate, MOST_MOVES } from "./generate.js";
import { make, unmake } from "./make.js";
import type { ChessState } from "./state.js";

/** Number of ways to play `depth` moves, draws by rule left out: the usual count to check a move generator by. */
export function perft(state: ChessState, depth: number): number {
  if (!Number.isInteger(depth) || depth < 0) {
    throw new RangeError(`games.perft: depth is ${depth}; expected a whole number from 0. Give a number of plies.`);
  }
  if (depth === 0) return 1;
  const board = new Board();
  board.reset(state);
  return count(board, depth, new Int32Array(depth * MOST_MOVES), 0);
}

function count(board: Board, depth: number, moves: Int32Array, offset: number): number {
  const end = offset + generate(board, moves, offset);
  if (depth === 1) return end - offset;
  let sum = 0;
  for (let at = offset; at < end; at++) {
    const action = moves[at]!;
    const undo = make(board, action);
    sum += count(board, depth - 1, moves, end);
    unmake(board, action, undo);
  }
  return sum;
}
