import { hash, randomOf } from "../random.js";
import { drawQuestion } from "./draw-question.js";
import type { UltimateRow } from "./row.js";
import { type UltimateQuestion, type UltimateTask, ultimateTasks } from "./task.js";

export interface EvaluationQuestion {
  readonly row: UltimateRow;
  readonly question: UltimateQuestion;
}

export interface EvaluationOptions {
  readonly seed?: number;
  /** At most so many of each task, one a row. */
  readonly perTask?: number;
}

/**
 * The same questions for the same rows and seed, whatever the order of the rows; moves only about upright pictures.
 *
 * A row's question does not depend on the other rows, so a larger set keeps the questions of a smaller one.
 */
export function evaluationQuestions(
  rows: readonly UltimateRow[],
  { seed = 0, perTask = 100 }: EvaluationOptions = {},
): readonly EvaluationQuestion[] {
  if (!Number.isInteger(perTask) || perTask < 1) {
    throw new Error(
      `tasks.evaluationQuestions: perTask is ${perTask}; expected a whole number of at least 1. Ask for that many questions of each task.`,
    );
  }
  return ultimateTasks.flatMap((task) => {
    const name = (row: UltimateRow): string => `${seed}/${task}/${row.id}`;
    return rows
      .filter((row) => isAsked(task, row))
      .map((row) => ({ row, order: hash(name(row)) }))
      .sort((a, b) => a.order - b.order || (a.row.id < b.row.id ? -1 : 1))
      .slice(0, perTask)
      .map(({ row }) => ({ row, question: drawQuestion(row, randomOf(name(row)), { task }) }));
  });
}

function isAsked(task: UltimateTask, row: UltimateRow): boolean {
  return task !== "MOVE" || row.rotation_angle === 0;
}
