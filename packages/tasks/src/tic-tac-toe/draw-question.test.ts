import { describe, expect, test } from "vitest";
import { randomOf } from "../random.js";
import { drawTicTacToeQuestion } from "./draw-question.js";
import { ticTacToeEvaluationQuestions } from "./evaluation-questions.js";
import { randomRows } from "./random-rows.test.kit.js";
import { type TicTacToeTask, ticTacToeTasks } from "./task.js";

const rows = randomRows(200, "tic-tac-toe draws").map(({ row }) => row);

describe("drawTicTacToeQuestion", () => {
  test.each([
    ["picture", { MOVE: 0.4, STATE: 0.2, LEGALITY: 0.15, TURN: 0.1, THREATS: 0.15 }],
    ["text", { MOVE: 0.6, STATE: 0, LEGALITY: 0.15, TURN: 0.1, THREATS: 0.15 }],
  ] as const)("draws tasks by weight where the board is shown as a %s", (shown, weights) => {
    const random = randomOf("weights");
    const row = rows.find(({ image }) => (image === null) === (shown === "text"))!;
    const counts = { MOVE: 0, STATE: 0, LEGALITY: 0, TURN: 0, THREATS: 0 };
    for (let draw = 0; draw < 4_000; draw++) counts[drawTicTacToeQuestion(row, random).task]++;
    for (const task of ticTacToeTasks) expect(Math.abs(counts[task] / 4_000 - weights[task])).toBeLessThan(0.03);
    if (weights.STATE === 0) expect(counts.STATE).toBe(0);
  });

  test("an unknown task is the programmer's mistake", () => {
    expect(() => drawTicTacToeQuestion(rows[0]!, Math.random, { task: "WIN" as TicTacToeTask })).toThrow(
      'tasks.drawTicTacToeQuestion: unknown task "WIN"; expected one of MOVE, STATE, LEGALITY, TURN, THREATS. Correct its name.',
    );
  });
});

describe("ticTacToeEvaluationQuestions", () => {
  const texts = (asked: ReturnType<typeof ticTacToeEvaluationQuestions>): readonly string[] =>
    asked.map(({ question }) => JSON.stringify([question.id, question.messages, question.reference]));

  test("are frozen by the seed, whatever the order of the rows, one a row and task", () => {
    const frozen = texts(ticTacToeEvaluationQuestions(rows, { seed: 7, perTask: 60 }));
    expect(texts(ticTacToeEvaluationQuestions([...rows].reverse(), { seed: 7, perTask: 60 }))).toEqual(frozen);
    expect(texts(ticTacToeEvaluationQuestions(rows, { seed: 8, perTask: 60 }))).not.toEqual(frozen);
    expect(frozen).toHaveLength(300);
    expect(new Set(frozen.map((text) => JSON.parse(text)[0])).size).toBe(300);
  });

  test("ask what stands on the board only of pictures", () => {
    const tasks = (shown: "text" | "picture"): Set<string> =>
      new Set(ticTacToeEvaluationQuestions(rows, { perTask: 5, shown }).map(({ question }) => question.task));
    expect(tasks("picture")).toEqual(new Set(ticTacToeTasks));
    expect(tasks("text")).toEqual(new Set(ticTacToeTasks.filter((task) => task !== "STATE")));
  });

  test("perTask below 1 is the programmer's mistake", () => {
    expect(() => ticTacToeEvaluationQuestions(rows, { perTask: 0 })).toThrow(
      "tasks.ticTacToeEvaluationQuestions: perTask is 0; expected a whole number of at least 1. Ask for that many questions of each task.",
    );
  });
});
