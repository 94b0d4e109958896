import { describe, expect, it } from "vitest";
import { perft, perftByPosition } from "../testing/perft.test.kit.js";
import { FIXTURES, positionAfter } from "../ultimate/fixtures.test.kit.js";
import { openSpielUltimate as game } from "./game.js";

// Of OpenSpiel's ultimate_tic_tac_toe, commit 112b7770.
const START = [9, 81, 720, 6336, 55080, 473256, 4017984];

describe("openSpielUltimate perft", () => {
  it("counts from the start", () => {
    expect(perft(game, game.start(), 5)).toEqual(START.slice(0, 5));
    expect(perftByPosition(game, game.start(), 7)).toEqual(START);
  });

  it.each(FIXTURES)("counts after $moves", ({ moves, decisions }) => {
    expect(perft(game, positionAfter(moves), 4)).toEqual(decisions);
    expect(perftByPosition(game, positionAfter(moves), 4)).toEqual(decisions);
  });
});
