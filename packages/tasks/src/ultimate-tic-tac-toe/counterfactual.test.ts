import { ultimateTicTacToe as game } from "@vlm/games";
import { describe, expect, test } from "vitest";
import { overview, positionOf } from "../testing/ultimate-tic-tac-toe/plain-rules.js";
import { ultimateCounterfactual } from "./counterfactual.js";
import { randomPositions } from "./random-rows.test.kit.js";

const pairs = randomPositions(20, "counterfactuals").flatMap((state) =>
  Array.from({ length: 81 }, (_, square) => ({
    state,
    square,
    pair: ultimateCounterfactual(state, square, { id: "c" }),
  })),
);

describe("the other position", () => {
  test("differs in its square alone: same boards open, same board green, the other player to move", () => {
    for (const { state, square, pair } of pairs) {
      if (pair === null) continue;
      const [before, after] = [positionOf(pair.before), positionOf(pair.after)];
      expect([pair.square, pair.before]).toEqual([square, state]);
      expect(overview(after.boards)).toBe(overview(before.boards));
      expect(after.forced).toBe(before.forced);
      expect(after.mark).not.toBe(before.mark);
      const differing = [...state.cells.keys()].filter((at) => pair.before.cells[at] !== pair.after.cells[at]);
      expect(differing).toEqual([square]);
    }
    expect(pairs.filter(({ pair }) => pair !== null).length).toBeGreaterThan(250);
  });

  test("has as many marks of each as its turn needs, and one of the last mover's that leads to the green board", () => {
    for (const { pair } of pairs) {
      if (pair === null) continue;
      const { boards, mark, forced } = positionOf(pair.after);
      const count = (wanted: string): number => boards.join("").split(wanted).length - 1;
      expect(count("X") - count("O")).toBe(mark === "X" ? 0 : 1);
      if (forced === null) continue;
      const last = mark === "X" ? "O" : "X";
      expect(boards.some((nine) => nine[forced] === last)).toBe(true);
    }
  });
});

test("the green board and other boards keep their answers, the changed square's do not", () => {
  let asked = 0;
  for (const { state, square, pair } of pairs) {
    if (pair === null || square % 5 !== 0) continue;
    asked++;
    for (const { before, after, changes } of pair.questions) {
      expect(before.score(after.reference).correct).toBe(!changes);
      expect(after.score(before.reference).correct).toBe(!changes);
      if (before.task === "ALLOWED_SQUARE") expect(changes).toBe(false);
      if (before.task === "STATE") expect(changes).toBe(before.id === `c/before/${Math.floor(square / 9)}/STATE`);
      const isAllowed = state.forced < 0 || state.forced === Math.floor(square / 9);
      if (before.task === "LEGALITY") expect(changes).toBe(isAllowed && before.id === `c/before/${square}/LEGALITY`);
    }
  }
  expect(asked).toBeGreaterThan(50);
});

test("a square off the board and a finished game are the programmer's mistakes", () => {
  expect(() => ultimateCounterfactual(game.start(), 81)).toThrow(
    "tasks.ultimateCounterfactual: square 81 of a position with outcome 0; expected one of 0 to 80, and an unfinished game. Take a position that can still be played.",
  );
  const [won] = randomPositions(1, "won") as [ReturnType<typeof game.start>];
  expect(() => ultimateCounterfactual({ ...won, outcome: 2 }, 0)).toThrow(
    "tasks.ultimateCounterfactual: square 0 of a position with outcome 2;",
  );
});
