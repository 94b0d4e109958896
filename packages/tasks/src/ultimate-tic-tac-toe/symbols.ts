/** A board of nine as answers show it: `[["X", ".", "O"], …]`. */
export type Grid = readonly (readonly string[])[];

const SYMBOLS = [".", "X", "O"] as const;

/** `"X"` for player 0 and `"O"` for player 1. */
export function markOf(player: number): "X" | "O" {
  return player === 0 ? "X" : "O";
}

/** `"."`, `"X"` or `"O"` for what a cell holds: 0, 1 or 2. */
export function symbolOf(cell: number): string {
  return SYMBOLS[cell]!;
}

/** Three rows of three symbols. `cells` is [81]. */
export function gridOf(cells: Uint8Array, board: number): Grid {
  return [0, 3, 6].map((first) => Array.from(cells.subarray(9 * board + first, 9 * board + first + 3), symbolOf));
}
