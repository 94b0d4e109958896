import { describe, expect, test } from "vitest";
import { randomOf } from "../random.js";
import { drawQuestion } from "./draw-question.js";
import { evaluationQuestions } from "./evaluation-questions.js";
import { randomRows } from "./random-rows.test.kit.js";
import { type UltimateTask, ultimateTasks } from "./task.js";

const rows = randomRows(400, "draws").map(({ row }) => row);

describe("drawQuestion", () => {
  test.each([
    [0, { ALLOWED_SQUARE: 0.1, MOVE: 0.5, STATE: 0.2, LEGALITY: 0.2 }],
    [90, { ALLOWED_SQUARE: 0.2, MOVE: 0, STATE: 0.4, LEGALITY: 0.4 }],
  ])("draws tasks by weight at %d°", (rotation, weights) => {
    const random = randomOf("weights");
    const row = rows.find((candidate) => candidate.rotation_angle === rotation)!;
    const counts = { ALLOWED_SQUARE: 0, MOVE: 0, STATE: 0, LEGALITY: 0 };
    for (let draw = 0; draw < 5_000; draw++) counts[drawQuestion(row, random).task]++;
    for (const task of ultimateTasks) expect(Math.abs(counts[task] / 5_000 - weights[task])).toBeLessThan(0.025);
    if (weights.MOVE === 0) expect(counts.MOVE).toBe(0);
  });

  test("asks anew at every call, and the same for the same numbers", () => {
    const draw = (name: string): readonly string[] => {
      const random = randomOf(name);
      return rows.slice(0, 50).map((row) => drawQuestion(row, random).reference);
    };
    expect(draw("epoch 1")).toEqual(draw("epoch 1"));
    expect(draw("epoch 1")).not.toEqual(draw("epoch 2"));
  });

  test("names the task and the row in its id", () => {
    const random = randomOf("ids");
    for (const task of ultimateTasks) expect(drawQuestion(rows[0]!, random, { task }).id).toBe(`r0/${task}`);
  });

  test("an unknown task is the programmer's mistake", () => {
    expect(() => drawQuestion(rows[0]!, Math.random, { task: "WIN" as UltimateTask })).toThrow(
      'tasks.drawQuestion: unknown task "WIN"; expected ALLOWED_SQUARE, MOVE, STATE or LEGALITY. Correct its name.',
    );
  });
});

describe("evaluationQuestions", () => {
  const texts = (asked: ReturnType<typeof evaluationQuestions>): readonly string[] =>
    asked.map(({ question }) => JSON.stringify([question.id, question.messages, question.reference]));

  test("are frozen by the seed, whatever the order of the rows", () => {
    const frozen = texts(evaluationQuestions(rows, { seed: 7, perTask: 60 }));
    expect(texts(evaluationQuestions([...rows].reverse(), { seed: 7, perTask: 60 }))).toEqual(frozen);
    expect(texts(evaluationQuestions(rows, { seed: 8, perTask: 60 }))).not.toEqual(frozen);
  });

  test("are at most perTask of each task, one a row, moves about upright pictures", () => {
    const asked = evaluationQuestions(rows, { perTask: 60 });
    for (const task of ultimateTasks) {
      const same = asked.filter(({ question }) => question.task === task);
      expect(same).toHaveLength(60);
      expect(new Set(same.map(({ row }) => row.id)).size).toBe(60);
    }
    const all = evaluationQuestions(rows, { perTask: 1_000 });
    const counts = ultimateTasks.map((task) => all.filter(({ question }) => question.task === task).length);
    expect(counts).toEqual([400, 100, 400, 400]);
    for (const { row, question } of all) {
      expect(question.id).toBe(`${row.id}/${question.task}`);
      if (question.task === "MOVE") expect(row.rotation_angle).toBe(0);
    }
  });

  test("a number of questions that is none is the programmer's mistake", () => {
    expect(() => evaluationQuestions(rows, { perTask: 0 })).toThrow(
      "tasks.evaluationQuestions: perTask is 0; expected a whole number of at least 1. Ask for that many questions of each task.",
    );
  });
});
