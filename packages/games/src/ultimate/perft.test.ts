import { describe, expect, it } from "vitest";
import { ultimateTicTacToe as game } from "./game.js";
import type { UltimateState } from "./state.js";

// Fixtures and counts from OpenSpiel's ultimate_tic_tac_toe, commit 112b7770, and an independent bitboard program.
const START_PLIES = [81, 720, 6336, 55080, 473256];
const START_DECISIONS = [9, 81, 720, 6336, 55080];
const FIXTURES: readonly { moves: string; to: "x" | "o"; forced: number; plies: number[]; decisions: number[] }[] = [
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

/** Moves written as a board's digit and a cell's. */
function positionAfter(moves: string): UltimateState {
  return moves
    .split(" ")
    .reduce((state, [board, cell]) => game.play(state, 9 * Number(board) + Number(cell)), game.start());
}

function plies(state: UltimateState, depth: number): number {
  const actions = game.actions(state);
  if (depth === 1) return actions.length;
  return actions.reduce((sum, action) => sum + plies(game.play(state, action), depth - 1), 0);
}

/** Paths of OpenSpiel's decisions: a free move is a board and then a cell. */
function decisions(state: UltimateState, depth: number): number {
  if (depth === 0) return 1;
  const actions = game.actions(state);
  const boards = new Set(actions.map((action) => Math.floor(action / 9)));
  if (state.forced < 0 && depth === 1) return boards.size;
  const left = state.forced < 0 ? depth - 2 : depth - 1;
  return actions.reduce((sum, action) => sum + decisions(game.play(state, action), left), 0);
}

describe("ultimateTicTacToe perft", () => {
  it("counts the plies from the start", () => {
    expect(START_PLIES.map((_, depth) => plies(game.start(), depth + 1))).toEqual(START_PLIES);
  });

  it("counts OpenSpiel's decisions from the start", () => {
    expect(START_DECISIONS.map((_, depth) => decisions(game.start(), depth + 1))).toEqual(START_DECISIONS);
  });

  it.each(FIXTURES)("counts both after $moves", (fixture) => {
    const state = positionAfter(fixture.moves);
    expect("xo"[state.player]).toBe(fixture.to);
    expect(state.forced).toBe(fixture.forced);
    expect([1, 2, 3, 4].map((depth) => plies(state, depth))).toEqual(fixture.plies);
    expect([1, 2, 3, 4].map((depth) => decisions(state, depth))).toEqual(fixture.decisions);
  });

  it("lets column 2-5-8 win the last fixture", () => {
    const state = positionAfter(FIXTURES[5]!.moves);
    for (const action of [25, 26]) expect(game.result(game.play(state, action))).toEqual([1, -1]);
  });
});
