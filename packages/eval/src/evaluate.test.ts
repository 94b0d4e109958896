import { expect, test } from "vitest";
import { bestConstant } from "./best-constant.js";
import { compare } from "./compare.js";
import { evaluate } from "./evaluate.js";
import type { Question } from "./question.js";
import { comparisonTable, evaluationTable } from "./table.js";

/** Whether 4 divides n, as JSON. */
function legality(n: number): Question {
  const truth = String(n % 4 === 0);
  return {
    id: `legality-${n}`,
    task: "LEGALITY",
    truth,
    reference: `{"legal":${truth}}`,
    score(text) {
      const predicted = /\{"legal":(true|false)\}/.exec(text)?.[1] ?? null;
      return { validJson: predicted !== null, correct: predicted === truth, predicted };
    },
  };
}

/** Say n; whatever is positive is legal. */
function move(n: number): Question {
  return {
    id: `move-${n}`,
    task: "MOVE",
    truth: String(n),
    reference: `{"move":${n}}`,
    score(text) {
      const predicted = /\{"move":(-?\d+)\}/.exec(text)?.[1] ?? null;
      if (predicted === null) return { validJson: false, correct: false, predicted: null, legal: false, agrees: false };
      const agrees = Number(predicted) === n;
      return { validJson: true, correct: agrees, predicted, legal: Number(predicted) > 0, agrees };
    },
  };
}

const questions = [...Array(40).keys()].flatMap((n) => [legality(n), move(n)]);
const perfect = async (asked: readonly Question[]) => asked.map((question) => question.reference);

test("asks every question once and in order, in batches, and counts per task", async () => {
  const sizes: number[] = [];
  const progress: number[] = [];
  const evaluation = await evaluate(
    questions,
    async (asked) => {
      sizes.push(asked.length);
      return perfect(asked);
    },
    { batchSize: 30, onProgress: (done, total) => progress.push(done, total) },
  );
  expect(sizes).toEqual([30, 30, 20]);
  expect(progress).toEqual([30, 80, 60, 80, 80, 80]);
  expect(evaluation.answers.map((answered) => answered.id)).toEqual(questions.map((question) => question.id));
  const [legal, moves] = evaluation.tasks;
  expect(legal).toMatchObject({ task: "LEGALITY", count: 40, measure: "balancedAccuracy", accuracy: { value: 1 } });
  expect(legal).not.toHaveProperty("legalMoves");
  expect(moves).toMatchObject({ task: "MOVE", count: 40, measure: "accuracy", agreement: { value: 1, count: 40 } });
  expect(moves!.legalMoves!.value).toBe(39 / 40);
  expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
});

test("counts an unreadable answer as wrong and as no legal move", async () => {
  const { answers, tasks } = await evaluate(questions, async (asked) =>
    asked.map((question, index) => (index % 2 === 0 ? question.reference : "\u0000 I think […] ".repeat(50))),
  );
  expect(answers.filter((answered) => !answered.outcome.validJson)).toHaveLength(40);
  expect(tasks[1]).toMatchObject({
    task: "MOVE",
    count: 40,
    legalMoves: { value: 0, count: 40 },
    validJson: { value: 0 },
  });
});

test("the best constant maximises the measure of its task", async () => {
  const best = bestConstant(questions);
  const control = await evaluate(questions, async (asked) => asked.map((question) => best.get(question.task)!));
  // A constant has recall 1 on one of two classes, whichever it is, though "false" is right on 30 of 40.
  expect(control.tasks[0]!.balancedAccuracy.value).toBe(0.5);
  expect(control.tasks[1]!.accuracy.value).toBe(1 / 40);
  expect(bestConstant(questions, { balanced: [] }).get("LEGALITY")).toBe('{"legal":false}');
});

test("compares the ends of the intervals, task by task", async () => {
  const best = bestConstant(questions);
  const tuned = await evaluate(questions, perfect);
  const constant = await evaluate(questions, async (asked) => asked.map((question) => best.get(question.task)!));
  const comparisons = compare(tuned, { constant });
  expect(comparisons.map((each) => [each.task, each.exceeds])).toEqual([
    ["LEGALITY", true],
    ["MOVE", true],
  ]);
  expect(compare(constant, { constant }).map((each) => each.exceeds)).toEqual([false, false]);
  expect(compare(tuned, { constant, itself: tuned }).map((each) => each.exceeds)).toEqual([false, false]);
  expect(comparisons[1]).toMatchObject({ measure: "accuracy", controls: [{ name: "constant", exceeded: true }] });
  expect(() => compare(tuned, {})).toThrow(
    "eval.compare: no controls; expected at least one by name. Pass { base: evaluation } or the like.",
  );
  const legalityOnly = await evaluate(
    questions.filter((question) => question.task === "LEGALITY"),
    perfect,
  );
  expect(() => compare(tuned, { base: legalityOnly })).toThrow(
    'eval.compare: the control "base" has no task MOVE, only [LEGALITY]; expected the tasks of the tuned model. Evaluate both on the same questions.',
  );
});

test("prints tables for the terminal", async () => {
  const few = questions.slice(0, 24);
  const tuned = await evaluate(few, perfect);
  const base = await evaluate(few, async (asked) => asked.map(() => "?"));
  expect(`${evaluationTable({ base, tuned })}\n\n${comparisonTable(compare(tuned, { base }))}`).toMatchInlineSnapshot(`
    "task      answers by   n               accuracy      balanced accuracy          legal moves              agreement             valid JSON
    ────────  ──────────  ──  ─────────────────────  ─────────────────────  ───────────────────  ─────────────────────  ─────────────────────
    LEGALITY  base        12      0.0 % [0.0, 24.2]      0.0 % [0.0, 31.8]                    –                      –      0.0 % [0.0, 24.2]
    LEGALITY  tuned       12  100.0 % [75.8, 100.0]  100.0 % [68.2, 100.0]                    –                      –  100.0 % [75.8, 100.0]
    MOVE      base        12      0.0 % [0.0, 24.2]                      –    0.0 % [0.0, 24.2]      0.0 % [0.0, 24.2]      0.0 % [0.0, 24.2]
    MOVE      tuned       12  100.0 % [75.8, 100.0]                      –  91.7 % [64.6, 98.5]  100.0 % [75.8, 100.0]  100.0 % [75.8, 100.0]

    task      exceeds every control                  tuned         highest control
    ────────  ─────────────────────  ─────────────────────  ──────────────────────
    LEGALITY  yes                    100.0 % [68.2, 100.0]  base 0.0 % [0.0, 31.8]
    MOVE      yes                    100.0 % [75.8, 100.0]  base 0.0 % [0.0, 24.2]"
  `);
});

/** Read a board of four squares; also say what a move there loses. */
const board: Question = {
  id: "board",
  task: "STATE",
  truth: "xo..",
  reference: "xo..",
  score(text) {
    const right = [...text.padEnd(4, "?")].filter((mark, square) => mark === "xo.."[square]).length;
    return {
      validJson: text !== "",
      correct: right === 4,
      predicted: text || null,
      squares: right / 4,
      regret: 1 - right / 4,
    };
  },
};

test("shows whole boards first, squares second, and regret as a mean", async () => {
  const boards = [..."abcd"].map((id) => ({ ...board, id }));
  const given = ["xo..", "xo.x", "xooo", ""];
  const evaluation = await evaluate(boards, async () => given);
  // Shares 1, 3/4, 2/4 and 0: mean 9/16, s = √(35/192), t(3) = 3.182; cut at the ends of what a share can be.
  expect(evaluation.tasks[0]).toMatchObject({
    accuracy: { value: 1 / 4 },
    squares: { value: 9 / 16, lower: 0, upper: 1, count: 4 },
    regret: { value: 7 / 16, lower: 0, count: 4 },
  });
  expect(evaluation.tasks[0]!.regret!.upper).toBeCloseTo(7 / 16 + (3.18245 * Math.sqrt(35 / 192)) / 2, 5);
  expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  expect(evaluationTable({ model: evaluation })).toMatchInlineSnapshot(`
    "task   answers by  n            accuracy              squares                regret           valid JSON
    ─────  ──────────  ─  ──────────────────  ───────────────────  ────────────────────  ───────────────────
    STATE  model       4  25.0 % [4.6, 69.9]  56.3 % [0.0, 100.0]  0.438 [0.000, 1.117]  75.0 % [30.1, 95.4]"
  `);
  const [single] = (await evaluate([board], async () => ["xo.."])).tasks;
  expect(single).toMatchObject({ squares: { value: 1, lower: 0, upper: 1 }, regret: { value: 0, lower: 0, upper: 2 } });
});

test("refuses a task whose outcomes have regret only here and there", async () => {
  const { regret, ...rest } = board.score("xo..");
  const partly = [board, { ...board, id: "other", score: () => rest }];
  await expect(evaluate(partly, async () => ["xo..", "xo.."])).rejects.toThrow(
    "eval.scoreTasks: 1 of 2 outcomes of the task STATE have regret; expected all or none. Score an answer that cannot be read as the worst.",
  );
});

test("names the questions on which the answerer threw, keeping the cause", async () => {
  const cause = new Error("out of memory");
  const failing = evaluate(
    questions,
    async (asked) => {
      if (asked[0]!.id === "legality-2") throw cause;
      return perfect(asked);
    },
    { batchSize: 2 },
  );
  await expect(failing).rejects.toThrow(
    "eval.evaluate: the answerer threw on the questions legality-2, move-2 (out of memory); expected one text each. See the cause; a smaller batchSize finds the question.",
  );
  await expect(failing).rejects.toHaveProperty("cause", cause);
});

test("refuses bad calls before any question is asked, and answers of the wrong number", async () => {
  const never = async (): Promise<readonly string[]> => {
    throw new Error("asked");
  };
  await expect(evaluate([], never)).rejects.toThrow(
    "eval.evaluate: no questions; expected at least one. Make questions from a larger split.",
  );
  await expect(evaluate(questions, never, { batchSize: 0 })).rejects.toThrow(
    "eval.evaluate: batchSize is 0; expected a whole number of at least 1. Pass how many questions fit in memory at once.",
  );
  await expect(evaluate([legality(1), legality(1)], never)).rejects.toThrow(
    'eval.evaluate: 2 questions have the id "legality-1"; expected unique ids. Name questions by row and task.',
  );
  await expect(evaluate([legality(1), legality(2)], async () => ["one"])).rejects.toThrow(
    "eval.evaluate: the answerer gave 1 answers of types [string] to the 2 questions legality-1, legality-2; expected one string each. An answer that could not be made is the empty string.",
  );
  const broken: Question = {
    ...legality(1),
    score: () => {
      throw new Error("no JSON");
    },
  };
  await expect(evaluate([broken], perfect)).rejects.toThrow(
    'eval.evaluate: the question legality-1 threw on scoring "{\\"legal\\":false}"; expected an outcome for any text. Make its score return { validJson: false, … }.',
  );
});
