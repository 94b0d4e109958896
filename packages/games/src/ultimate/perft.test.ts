import { describe, expect, it } from "vitest";
import { perft, perftByPosition } from "../testing/perft.test.kit.js";
import { FIXTURES, positionAfter } from "./fixtures.test.kit.js";
import { ultimateTicTacToe as game } from "./game.js";

// Of OpenSpiel's states, with choice and cell as one, and of an independent bitboard program.
const START = [81, 720, 6336, 55080, 473256, 4020960, 33782544];

describe("ultimateTicTacToe perft", () => {
  it("counts from the start", () => {
    expect(perft(game, game.start(), 4)).toEqual(START.slice(0, 4));
    expect(perftByPosition(game, game.start(), 7)).toEqual(START);
  });

  it.each(FIXTURES)("counts after $moves", ({ moves, to, forced, plies }) => {
    const state = positionAfter(moves);
    expect("xo"[state.player]).toBe(to);
    expect(state.forced).toBe(forced);
    expect(perft(game, state, 4)).toEqual(plies);
    expect(perftByPosition(game, state, 4)).toEqual(plies);
  });

  it("lets column 2-5-8 win the last fixture", () => {
    const state = positionAfter(FIXTURES[5]!.moves);
    for (const action of [25, 26]) expect(game.result(game.play(state, action))).toEqual([1, -1]);
  });
});
