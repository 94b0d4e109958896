import { type EvaluationOptions, evaluationSet } from "../evaluation-set.js";
import { type ChessDrawOptions, drawChessQuestion, isChessAsked } from "./draw-question.js";
import type { ChessRow } from "./row.js";
import { type ChessQuestion, chessTasks } from "./task.js";

export interface ChessEvaluationQuestion {
  readonly row: ChessRow;
  readonly question: ChessQuestion;
}

/** The same questions for the same rows and seed, whatever the order of the rows, as `evaluationQuestions` has it. */
export function chessEvaluationQuestions(
  rows: readonly ChessRow[],
  { seed, perTask, ...how }: EvaluationOptions & Omit<ChessDrawOptions, "task"> = {},
): readonly ChessEvaluationQuestion[] {
  return evaluationSet(
    rows,
    {
      name: "chessEvaluationQuestions",
      tasks: chessTasks,
      isAsked: (task, row) => isChessAsked(task, row, how.shown),
      draw: (row, random, { task }) => drawChessQuestion(row, random, { ...how, task }),
    },
    { ...(seed !== undefined && { seed }), ...(perTask !== undefined && { perTask }) },
  );
}
