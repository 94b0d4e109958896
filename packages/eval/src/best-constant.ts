import { meanRecall } from "./balanced-accuracy.js";
import { groupBy } from "./group-by.js";
import type { Question } from "./question.js";
import { balancedTasks } from "./score-tasks.js";

/**
 * For each task the one reference text that scores best when it answers every question: the control that shows how far
 * one gets without looking. Chosen on the very questions it is judged on, so it errs in the control's favour.
 *
 * Best by accuracy, for `balanced` tasks by balanced accuracy; the first of equals.
 */
export function bestConstant(
  questions: readonly Question[],
  { balanced = balancedTasks }: { balanced?: readonly string[] } = {},
): ReadonlyMap<string, string> {
  const best = new Map<string, string>();
  for (const [task, group] of groupBy(questions, (question) => question.task)) {
    const truths = group.map((question) => question.truth);
    let highest = Number.NEGATIVE_INFINITY;
    for (const text of new Set(group.map((question) => question.reference))) {
      const correct = group.map((question) => question.score(text).correct);
      const score = balanced.includes(task) ? meanRecall(truths, correct) : correct.filter(Boolean).length;
      if (score <= highest) continue;
      highest = score;
      best.set(task, text);
    }
  }
  return best;
}
