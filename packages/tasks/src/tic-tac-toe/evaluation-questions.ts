import { type EvaluationOptions, evaluationSet } from "../evaluation-set.js";
import { drawTicTacToeQuestion, type TicTacToeDrawOptions } from "./draw-question.js";
import type { TicTacToeRow } from "./row.js";
import { type TicTacToeQuestion, ticTacToeTasks } from "./task.js";

export interface TicTacToeEvaluationQuestion {
  readonly row: TicTacToeRow;
  readonly question: TicTacToeQuestion;
}

/** The same questions for the same rows and seed, whatever the order of the rows, as `evaluationQuestions` has it. */
export function ticTacToeEvaluationQuestions(
  rows: readonly TicTacToeRow[],
  { seed, perTask, ...how }: EvaluationOptions & Omit<TicTacToeDrawOptions, "task"> = {},
): readonly TicTacToeEvaluationQuestion[] {
  return evaluationSet(
    rows,
    {
      name: "ticTacToeEvaluationQuestions",
      tasks: ticTacToeTasks,
      isAsked: (task, row) =>
        task !== "STATE" || (how.shown ?? (row.image === null ? "text" : "picture")) === "picture",
      draw: (row, random, { task }) => drawTicTacToeQuestion(row, random, { ...how, task }),
    },
    { ...(seed !== undefined && { seed }), ...(perTask !== undefined && { perTask }) },
  );
}
