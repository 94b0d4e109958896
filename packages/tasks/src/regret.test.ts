import { expect, test } from "vitest";
import { regret } from "./regret.js";

const search = {
  best: 40,
  value: 0.5,
  simulations: 112,
  actions: [
    { action: 4, visits: 10, value: -0.25, proven: null },
    { action: 40, visits: 100, value: 0.5, proven: null },
    { action: 41, visits: 2, value: 1, proven: null },
  ],
};

test("regret is what the best action is worth more", () => {
  expect(regret(search, 40)).toBe(0);
  expect(regret(search, 4)).toBe(0.75);
});

test("a lucky, hardly visited action is no better than the best", () => {
  expect(regret(search, 41)).toBe(0);
});

test("no legal move is the worst action", () => {
  expect(regret(search, null)).toBe(0.75);
});

test("an action of another position is the programmer's mistake", () => {
  expect(() => regret(search, 7)).toThrow(
    "tasks.regret: action 7 is not among the 3 of the search; expected one of 4, 40, 41. Search the position that the action was played in.",
  );
});
