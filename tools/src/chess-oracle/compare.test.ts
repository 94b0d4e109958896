import { expect, it } from "vitest";
import { compare } from "./compare.js";

it("finds no difference between our chess and chess.js in random games", () => {
  const { games, plies, sans, ends, differences } = compare({ games: 300, seed: 1, period: 6 });
  expect(differences).toEqual([]);
  expect(games).toBe(300);
  expect(plies).toBeGreaterThan(60_000);
  expect(sans).toBeGreaterThan(20_000);
  expect(Object.keys(ends).toSorted()).toEqual([
    "checkmate",
    "insufficient material",
    "quiet moves",
    "repetition",
    "stalemate",
  ]);
});
