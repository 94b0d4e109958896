import { expect, it } from "vitest";
import { perft, perftByPosition } from "../testing/perft.test.kit.js";
import { connectFour as game } from "./game.js";

// Of OpenSpiel's connect_four, commit 112b7770.
const START = [7, 49, 343, 2401, 16807, 117649, 823536, 5673234];

it("counts the lines of play from the start", () => {
  expect(perft(game, game.start(), 5)).toEqual(START.slice(0, 5));
  expect(perftByPosition(game, game.start(), 8)).toEqual(START);
});
