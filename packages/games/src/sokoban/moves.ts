import type { Direction } from "../direction.js";

/** In gym-sokoban's order: the place here is one less than the number of its push there. */
export const MOVES: readonly Direction[] = ["up", "down", "left", "right"];

/** What each of `MOVES` adds to a cell's number. */
export function offsetsOf(columns: number): readonly number[] {
  return [-columns, columns, -1, 1];
}
