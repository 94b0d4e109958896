import { ticTacToe as game } from "@vlm/games";
import { describe, expect, test } from "vitest";
import { isOf } from "../feature.test.kit.js";
import { randomOf } from "../random.js";
import { randomSearch } from "../random-positions.test.kit.js";
import { regret } from "../regret.js";
import { ticTacToeFeatures } from "./features.js";
import { ticTacToePositionKey } from "./position-key.js";
import { randomCases, randomRows } from "./random-rows.test.kit.js";
import { ticTacToeRow, ticTacToeSearchOf, ticTacToeStateOf } from "./row.js";

const rows = randomRows(300, "tic-tac-toe rows");

test("rows have the columns of the features, in their order and of their kinds", () => {
  for (const { row } of rows) {
    expect(Object.keys(row)).toEqual(Object.keys(ticTacToeFeatures));
    for (const [column, feature] of Object.entries(ticTacToeFeatures)) {
      expect([column, isOf(feature, row[column as keyof typeof row])]).toEqual([column, true]);
    }
  }
});

test("a row gives back its position and what its search said", () => {
  for (const { state, search, row } of rows) {
    expect(ticTacToeStateOf(row)).toEqual(state);
    const known = ticTacToeSearchOf(row);
    expect(known.best).toBe(search.best);
    expect(known.actions.map(({ action, visits, value }) => [action, visits, value])).toEqual(
      search.actions.map(({ action, visits, value }) => [action, visits, value]),
    );
    for (const { action } of search.actions) expect(regret(known, action)).toBe(regret(search, action));
  }
});

test("is written to the letter", () => {
  const state = [4, 0].reduce((position, action) => game.play(position, action), game.start());
  const search = randomSearch(game, state, randomOf("letter"));
  expect(ticTacToeRow({ id: "e0-p2", game: 0, ply: 2, state, search: { ...search, best: 8 } })).toEqual({
    id: "e0-p2",
    game: 0,
    ply: 2,
    image: null,
    state_str: " o . .\n . x .\n . . .",
    player_mark: "x",
    legal_actions: [1, 2, 3, 5, 6, 7, 8],
    action: 8,
    action_str: "x(2,2)",
    chain_of_thought: expect.stringMatching(/^x\(2,2\) takes a corner\. Win rate \d+%\.\nFINAL MOVE: x\(2,2\)$/),
    visits: [1, 1, 1, 1, 1, 1, 1],
    values: search.actions.map(({ value }) => value),
  });
});

describe("the position key", () => {
  /** A quarter turn and a mirror image, by hand. */
  const turn = (lines: readonly string[]): string[] =>
    [0, 1, 2].map((column) => [2, 1, 0].map((row) => lines[row]![column]).join(""));
  const mirror = (lines: readonly string[]): string[] => lines.map((line) => [...line].reverse().join(""));

  test("is one for the eight symmetries, and another for other positions", () => {
    const classOf = new Map<string, string>();
    for (const { state, row } of rows) {
      const lines = [0, 3, 6].map((first) => state.cells.subarray(first, first + 3).join(""));
      const all = [lines, mirror(lines)].flatMap((image) => {
        const turned = [image];
        while (turned.length < 4) turned.push(turn(turned.at(-1)!));
        return turned.map((one) => one.join(""));
      });
      const key = ticTacToePositionKey(row);
      const first = all.sort()[0]!;
      expect(classOf.get(key) ?? first).toBe(first);
      classOf.set(key, first);
    }
    expect(new Set(classOf.values()).size).toBe(classOf.size);
    expect(classOf.size).toBeGreaterThan(50);
  });
});

test("a search of another position is the programmer's mistake", () => {
  const [{ search }] = randomCases(1, "mistakes") as [ReturnType<typeof randomCases>[number]];
  const state = [4, 0, 1].reduce((position, action) => game.play(position, action), game.start());
  expect(() => ticTacToeRow({ id: "e0-p3", game: 0, ply: 3, state, search })).toThrow(
    `tasks.ticTacToeRow: row e0-p3 has a search over ${search.actions.length} actions and a position with 6 legal ones; expected the same actions, at least one. Search the position of the row.`,
  );
});
