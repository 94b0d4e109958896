import { chess } from "@vlm/games";
import { describe, expect, test } from "vitest";
import { randomOf } from "../random.js";
import { drawChessQuestion } from "./draw-question.js";
import { chessEvaluationQuestions } from "./evaluation-questions.js";
import { randomRows } from "./random-rows.test.kit.js";
import { chessRow } from "./row.js";
import { type ChessTask, chessTasks } from "./task.js";

const rows = randomRows(60, "chess draws").map(({ row }) => row);

describe("drawChessQuestion", () => {
  test.each([
    [
      "picture",
      true,
      { STATE: 0.35, SQUARE: 0.15, LEGALITY: 0.1, CHECK: 0.05, THREATS: 0.1, MATERIAL: 0.05, MOVE: 0.2 },
    ],
    ["text", true, { STATE: 0, SQUARE: 0.1, LEGALITY: 0.15, CHECK: 0.1, THREATS: 0.1, MATERIAL: 0.05, MOVE: 0.5 }],
    ["text", false, { STATE: 0, SQUARE: 0.2, LEGALITY: 0.3, CHECK: 0.2, THREATS: 0.2, MATERIAL: 0.1, MOVE: 0 }],
  ] as const)("draws tasks by weight where the board is shown as a %s, searched: %s", (shown, isSearched, weights) => {
    const random = randomOf("weights");
    const row = rows.find(
      ({ image, best_move }) => (image === null) === (shown === "text") && (best_move !== null) === isSearched,
    )!;
    const counts = { STATE: 0, SQUARE: 0, LEGALITY: 0, CHECK: 0, THREATS: 0, MATERIAL: 0, MOVE: 0 };
    for (let draw = 0; draw < 600; draw++) counts[drawChessQuestion(row, random).task]++;
    for (const task of chessTasks) expect(Math.abs(counts[task] / 600 - weights[task])).toBeLessThan(0.08);
    for (const task of chessTasks) if (weights[task] === 0) expect(counts[task]).toBe(0);
  });

  test("an unknown task, and a move of a row without a search, are the programmer's mistakes", () => {
    expect(() => drawChessQuestion(rows[0]!, Math.random, { task: "WIN" as ChessTask })).toThrow(
      'tasks.drawChessQuestion: unknown task "WIN"; expected one of STATE, SQUARE, LEGALITY, CHECK, THREATS, MATERIAL, MOVE. Correct its name.',
    );
    const row = chessRow({ id: "s", game: 0, ply: 0, state: chess.start() });
    expect(() => drawChessQuestion(row, Math.random, { task: "MOVE" })).toThrow(
      "tasks.drawChessQuestion: row s has no search; expected one to ask for its best move. Make the row with a search, or ask something else.",
    );
  });
});

describe("chessEvaluationQuestions", () => {
  const texts = (asked: ReturnType<typeof chessEvaluationQuestions>): readonly string[] =>
    asked.map(({ question }) => JSON.stringify([question.id, question.messages, question.reference]));

  test("are frozen by the seed, whatever the order of the rows, one a row and task", () => {
    const frozen = texts(chessEvaluationQuestions(rows, { seed: 7, perTask: 20, shown: "picture" }));
    expect(texts(chessEvaluationQuestions([...rows].reverse(), { seed: 7, perTask: 20, shown: "picture" }))).toEqual(
      frozen,
    );
    expect(texts(chessEvaluationQuestions(rows, { seed: 8, perTask: 20, shown: "picture" }))).not.toEqual(frozen);
    expect(frozen).toHaveLength(140);
    expect(new Set(frozen.map((text) => JSON.parse(text)[0])).size).toBe(140);
  });

  test("ask for moves only where there was a search", () => {
    const asked = chessEvaluationQuestions(rows, { perTask: 100 });
    const moves = asked.filter(({ question }) => question.task === "MOVE");
    expect(moves).toHaveLength(48);
    for (const { row } of moves) expect(row.best_move).not.toBeNull();
  });
});
