import { type EvaluationOptions, evaluationSet } from "../evaluation-set.js";
import { drawQuestion } from "./draw-question.js";
import type { UltimateRow } from "./row.js";
import { type UltimateQuestion, ultimateTasks } from "./task.js";

export interface EvaluationQuestion {
  readonly row: UltimateRow;
  readonly question: UltimateQuestion;
}

/**
 * The same questions for the same rows and seed, whatever the order of the rows; moves only about upright pictures.
 *
 * A row's question does not depend on the other rows, so a larger set keeps the questions of a smaller one.
 */
export function evaluationQuestions(
  rows: readonly UltimateRow[],
  options: EvaluationOptions = {},
): readonly EvaluationQuestion[] {
  return evaluationSet(
    rows,
    {
      name: "evaluationQuestions",
      tasks: ultimateTasks,
      isAsked: (task, row) => task !== "MOVE" || row.rotation_angle === 0,
      draw: drawQuestion,
    },
    options,
  );
}
