import { ultimateTicTacToe as game } from "./game.js";
import type { UltimateState } from "./state.js";

interface Fixture {
  /** The moves so far, each a board's digit and a cell's. */
  readonly moves: string;
  readonly to: "x" | "o";
  readonly forced: number;
  /** Perft 1 to 4 with one action a move, and in OpenSpiel's decisions. */
  readonly plies: readonly number[];
  readonly decisions: readonly number[];
}

// Counts of OpenSpiel's ultimate_tic_tac_toe, commit 112b7770, and of an independent bitboard program.
export const FIXTURES: readonly Fixture[] = [
  {
    moves: "76 65 58 85 54 45 50 01 13 36 64 46 63 31 11 10 02 21 17 78 86 60 06 66 62 23 38 82 22 25",
    to: "x",
    forced: -1,
    plies: [45, 417, 4036, 36017],
    decisions: [8, 45, 273, 1634],
  },
  {
    moves: "87 76 61 11 14 46 64 44 47 75 55 54 40 05 51 12 26 60 07 72",
    to: "x",
    forced: 2,
    plies: [8, 54, 367, 2539],
    decisions: [8, 54, 367, 2453],
  },
  {
    moves: "82 26 68 86 67 76 65 57 73 34 43 35 53 36 62 23 30 08 84 45 51 17 72 25 50 02 28 85 55 54 40 05 56 47 78",
    to: "o",
    forced: 8,
    plies: [5, 54, 611, 7065],
    decisions: [5, 28, 154, 825],
  },
  {
    moves:
      "86 66 60 03 31 16 64 42 21 15 51 11 14 46 67 72 25 54 47 74 40 05 53 35 50 06 63 38 84 44 65 58 80 07 77 75 57 76 85 56 81 13 32 24 33",
    to: "o",
    forced: 3,
    plies: [4, 77, 788, 7573],
    decisions: [4, 23, 96, 455],
  },
  {
    moves:
      "81 16 63 38 80 05 58 88 85 55 50 06 68 86 66 61 13 30 00 02 28 87 70 08 34 44 42 27 71 15 53 36 60 40 10 54 46 11 18 52 23 32 25 56 77 73 33 35 17 76 75 74 47 78 41",
    to: "o",
    forced: 1,
    plies: [2, 8, 52, 217],
    decisions: [2, 8, 26, 57],
  },
  {
    moves:
      "80 05 56 61 14 44 41 18 85 55 57 77 74 40 07 72 23 30 04 42 20 06 62 25 52 26 67 75 58 82 24 46 64 84 73 38 87 78 86 63 37 81 16 68 88 22 21 12",
    to: "x",
    forced: 2,
    plies: [2, 0, 0, 0],
    decisions: [2, 0, 0, 0],
  },
];

export function positionAfter(moves: string): UltimateState {
  return moves
    .split(" ")
    .reduce((state, [board, cell]) => game.play(state, 9 * Number(board) + Number(cell)), game.start());
}
