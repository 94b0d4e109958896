import { ultimateTicTacToe as game } from "@vlm/games";
import { describe, expect, test } from "vitest";
import { randomOf } from "../random.js";
import { drawQuestion } from "./draw-question.js";
import { kindOf, type SquareKind } from "./legality.js";
import { randomRows } from "./random-rows.test.kit.js";
import { stateOf, type UltimateRow } from "./row.js";

const random = randomOf("legality");
const rows = randomRows(300, "legality").map(({ row }) => row);

interface Asked {
  readonly action: number;
  /** The line before the JSON. */
  readonly said: string;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function ask(row: UltimateRow): Asked {
  const question = drawQuestion(row, random, { task: "LEGALITY" });
  const [{ text }] = question.messages[1]!.content as unknown as readonly [{ readonly text: string }];
  const place = /board \((\d), (\d)\), square \((\d), (\d)\)/.exec(text)!.slice(1).map(Number);
  const [boardRow, boardColumn, cellRow, cellColumn] = place as [number, number, number, number];
  return {
    action: 9 * (3 * boardRow + boardColumn) + 3 * cellRow + cellColumn,
    said: question.reference.split("\n")[0]!,
    answer: JSON.parse(question.reference.split("\n")[2]!),
    text,
  };
}

/** What the wording of the reason claims. */
const KIND_OF_REASON: readonly (readonly [RegExp, SquareKind])[] = [
  [/^Board \(\d, \d\) is closed\.$/, "closed"],
  [/^The square is taken by [XO]\.$/, "taken"],
  [/^Board \(\d, \d\) is not the green board\.$/, "elsewhere"],
  [/^The square is empty and the board is allowed\.$/, "legal"],
];

test("every square is of one kind, and the legal ones are the game's", () => {
  for (const row of rows) {
    const state = stateOf(row);
    const legal = Array.from({ length: 81 }, (_, action) => action).filter(
      (action) => kindOf(state, action) === "legal",
    );
    expect(legal).toEqual(game.actions(state));
  }
});

test("the answer is read off the row's labels", () => {
  for (const row of rows) {
    const { action, answer, said, text } = ask(row);
    const at = { board: Math.floor(action / 9), cell: action % 9 };
    const isHere = (square: {
      global_row: number;
      global_col: number;
      local_row: number;
      local_col: number;
    }): boolean =>
      3 * square.global_row + square.global_col === at.board && 3 * square.local_row + square.local_col === at.cell;
    const taken = row.global_state.find(isHere);
    const closed = row.unplayable_boards.some(([row0, column]) => 3 * row0! + column! === at.board);
    const legal = row.legal_moves.some(isHere);
    const kind = closed ? "closed" : taken !== undefined ? "taken" : legal ? "legal" : "elsewhere";

    expect(text).toMatch(new RegExp(`^May player ${row.player === 1 ? "X" : "O"} play `));
    expect(Object.keys(answer)).toEqual(["step_1_square_state", "step_2_allowed_square", "is_legal", "reason"]);
    expect(answer.step_1_square_state).toBe(taken === undefined ? "Empty" : taken.player === 1 ? "X" : "O");
    const [row0, column] = row.allowed_squares ?? [];
    const asked = /board (\(\d, \d\)), square (\(\d, \d\))/.exec(text)!;
    const green = row.allowed_squares !== null && 3 * row.allowed_squares[0]! + row.allowed_squares[1]! === at.board;
    const color = closed ? "shaded" : green ? "green" : "no color";
    expect(said).toBe(`${asked[1]} ${asked[2]}: ${answer.step_1_square_state}, ${color}`);
    expect(answer.step_2_allowed_square).toEqual(
      row.allowed_squares === null ? null : { global_row: row0, global_col: column },
    );
    expect(answer.is_legal).toBe(legal);
    expect(
      KIND_OF_REASON.filter(([pattern]) => pattern.test(answer.reason as string)).map(([, named]) => named),
    ).toEqual([kind]);
  }
});

describe("how often each kind is asked about", () => {
  function shares(row: UltimateRow, draws: number): Record<SquareKind, number> {
    const counts: Record<SquareKind, number> = { closed: 0, taken: 0, elsewhere: 0, legal: 0 };
    for (let draw = 0; draw < draws; draw++) counts[kindOf(stateOf(row), ask(row).action)] += 1 / draws;
    return counts;
  }

  function rowWith(...kinds: readonly SquareKind[]): UltimateRow {
    return rows.find((row) => {
      const state = stateOf(row);
      const present = new Set(Array.from({ length: 81 }, (_, action) => kindOf(state, action)));
      return present.size === kinds.length && kinds.every((kind) => present.has(kind));
    })!;
  }

  test("20, 20, 25 and 35 % where the position has all four", () => {
    const found = shares(rowWith("closed", "taken", "elsewhere", "legal"), 6_000);
    expect(found.closed).toBeCloseTo(0.2, 1.5);
    expect(found.taken).toBeCloseTo(0.2, 1.5);
    expect(found.elsewhere).toBeCloseTo(0.25, 1.5);
    expect(found.legal).toBeCloseTo(0.35, 1.5);
  });

  test("in proportion where it lacks some", () => {
    const free = shares(rowWith("closed", "taken", "legal"), 3_000);
    expect(free.legal).toBeCloseTo(35 / 75, 1);
    const early = shares(rowWith("taken", "elsewhere", "legal"), 3_000);
    expect(early.elsewhere).toBeCloseTo(25 / 80, 1);
    expect(shares(rowWith("legal"), 50)).toEqual({ closed: 0, taken: 0, elsewhere: 0, legal: expect.closeTo(1) });
  });
});
