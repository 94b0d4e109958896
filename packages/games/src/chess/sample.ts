import type { Draw } from "@vlm/types";
import type { Board } from "./board.js";
import { generate, MOST_MOVES } from "./generate.js";

const moves = new Int32Array(MOST_MOVES);

/** A legal move, each as likely as any other; −1 where there is none. */
export function sample(board: Board, draw: Draw): number {
  const count = generate(board, moves, 0);
  return count === 0 ? -1 : moves[draw(count)]!;
}
