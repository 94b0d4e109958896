import type { Random } from "@vlm/types";
import type { Question } from "./question.js";
import { hash, randomOf } from "./random.js";

export interface EvaluationOptions {
  readonly seed?: number;
  /** At most so many of each task, one a row. */
  readonly perTask?: number;
}

/** What a game's questions are drawn with. */
export interface EvaluationSource<Row, Task extends string> {
  /** The function that the caller knows, for errors. */
  readonly name: string;
  readonly tasks: readonly Task[];
  readonly isAsked: (task: Task, row: Row) => boolean;
  readonly draw: (row: Row, random: Random, options: { readonly task: Task }) => Question<Task>;
}

/**
 * The same questions for the same rows and seed, whatever the order of the rows.
 *
 * A row's question does not depend on the other rows, so a larger set keeps the questions of a smaller one.
 */
export function evaluationSet<Row extends { readonly id: string }, Task extends string>(
  rows: readonly Row[],
  { name: caller, tasks, isAsked, draw }: EvaluationSource<Row, Task>,
  { seed = 0, perTask = 100 }: EvaluationOptions = {},
): readonly { readonly row: Row; readonly question: Question<Task> }[] {
  if (!Number.isInteger(perTask) || perTask < 1) {
    throw new Error(
      `tasks.${caller}: perTask is ${perTask}; expected a whole number of at least 1. Ask for that many questions of each task.`,
    );
  }
  return tasks.flatMap((task) => {
    const name = (row: Row): string => `${seed}/${task}/${row.id}`;
    return rows
      .filter((row) => isAsked(task, row))
      .map((row) => ({ row, order: hash(name(row)) }))
      .sort((a, b) => a.order - b.order || (a.row.id < b.row.id ? -1 : 1))
      .slice(0, perTask)
      .map(({ row }) => ({ row, question: draw(row, randomOf(name(row)), { task }) }));
  });
}
