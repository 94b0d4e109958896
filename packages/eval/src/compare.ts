import { type Evaluation, type Measure, measured } from "./evaluation.js";
import type { Estimate } from "./statistics/estimate.js";

export interface Comparison {
  readonly task: string;
  readonly measure: Measure;
  readonly tuned: Estimate;
  readonly controls: readonly { readonly name: string; readonly estimate: Estimate; readonly exceeded: boolean }[];
  /** The tuned model's lower bound lies above the upper bound of every control. */
  readonly exceeds: boolean;
}

/** Compares a model with controls on the same tasks, by each task's own measure and the ends of the 95 % intervals. */
export function compare(tuned: Evaluation, controls: Readonly<Record<string, Evaluation>>): readonly Comparison[] {
  const names = Object.keys(controls);
  if (names.length === 0)
    throw new Error("eval.compare: no controls; expected at least one by name. Pass { base: evaluation } or the like.");
  return tuned.tasks.map((score) => {
    const rows = names.map((name) => {
      const other = controls[name]!.tasks.find((candidate) => candidate.task === score.task);
      if (!other)
        throw new Error(
          `eval.compare: the control ${JSON.stringify(name)} has no task ${score.task}, only [${controls[name]!.tasks.map((each) => each.task)}]; expected the tasks of the tuned model. Evaluate both on the same questions.`,
        );
      const estimate = other[score.measure];
      return { name, estimate, exceeded: measured(score).lower > estimate.upper };
    });
    return {
      task: score.task,
      measure: score.measure,
      tuned: measured(score),
      controls: rows,
      exceeds: rows.every((row) => row.exceeded),
    };
  });
}
