import { balancedAccuracy } from "./balanced-accuracy.js";
import type { Answered, TaskScore } from "./evaluation.js";
import { groupBy } from "./group-by.js";
import type { Outcome } from "./question.js";
import type { Estimate } from "./statistics/estimate.js";
import { meanInterval } from "./statistics/mean-interval.js";
import { wilson } from "./statistics/wilson.js";

/** Tasks whose classes are so uneven that always saying one of them would look good. */
export const balancedTasks: readonly string[] = ["LEGALITY"];

/** Scores of answered questions, task by task. Unreadable answers are wrong in every figure. */
export function scoreTasks(
  answers: readonly Answered[],
  { balanced = balancedTasks, seed = 0 }: { balanced?: readonly string[]; seed?: number } = {},
): readonly TaskScore[] {
  return [...groupBy(answers, (answered) => answered.task)].map(([task, group]): TaskScore => {
    const outcomes = group.map((answered) => answered.outcome);
    const legalMoves = rate(outcomes, "legal");
    const agreement = rate(outcomes, "agrees");
    const squares = mean(outcomes, "squares", task);
    const regret = mean(outcomes, "regret", task);
    return {
      task,
      count: group.length,
      measure: balanced.includes(task) ? "balancedAccuracy" : "accuracy",
      validJson: wilson(outcomes.filter((outcome) => outcome.validJson).length, group.length),
      accuracy: wilson(outcomes.filter((outcome) => outcome.correct).length, group.length),
      balancedAccuracy: balancedAccuracy(
        group.map((answered) => answered.truth),
        outcomes.map((outcome) => outcome.correct),
        { seed },
      ),
      ...(legalMoves && { legalMoves }),
      ...(agreement && { agreement }),
      ...(squares && { squares }),
      ...(regret && { regret }),
    };
  });
}

/** Null where no outcome of the task has the field; where some have, one without it counts as false. */
function rate(outcomes: readonly Outcome[], field: "legal" | "agrees"): Estimate | null {
  if (outcomes.every((outcome) => outcome[field] === undefined)) return null;
  return wilson(outcomes.filter((outcome) => outcome[field] === true).length, outcomes.length);
}

/** The largest that each can be; the least is 0. */
const largest = { squares: 1, regret: 2 } as const;

/** Null where no outcome of the task has the field. Where some have, what one without it is worth cannot be known. */
function mean(outcomes: readonly Outcome[], field: "squares" | "regret", task: string): Estimate | null {
  const values = outcomes.flatMap(({ [field]: value }) => (value === undefined ? [] : [value]));
  if (values.length === 0) return null;
  if (values.length < outcomes.length)
    throw new Error(
      `eval.scoreTasks: ${values.length} of ${outcomes.length} outcomes of the task ${task} have ${field}; expected all or none. Score an answer that cannot be read as the worst.`,
    );
  const { value, lower, upper, count } = meanInterval(values);
  return { value, lower: Math.max(0, lower), upper: Math.min(largest[field], upper), count };
}
