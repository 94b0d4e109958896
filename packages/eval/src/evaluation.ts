import type { Outcome } from "./question.js";
import type { Estimate } from "./statistics/estimate.js";

/** Which figure of a task is compared with controls. */
export type Measure = "accuracy" | "balancedAccuracy";

/** One question answered; plain data, as everything here, so that an evaluation can be written as JSON. */
export interface Answered {
  readonly id: string;
  readonly task: string;
  readonly truth: string;
  readonly reference: string;
  readonly answer: string;
  readonly outcome: Outcome;
}

export interface TaskScore {
  readonly task: string;
  readonly count: number;
  readonly measure: Measure;
  readonly validJson: Estimate;
  readonly accuracy: Estimate;
  /** Mean recall over true classes. Meaningless where nearly every question has a truth of its own. */
  readonly balancedAccuracy: Estimate;
  /** Present when the task's outcomes say whether a move is legal. */
  readonly legalMoves?: Estimate;
  /** Present when the task's outcomes say whether the search agrees. */
  readonly agreement?: Estimate;
  /** Mean share of squares read right. Present when the task's outcomes have one. */
  readonly squares?: Estimate;
  /** Mean regret of moves: less is better. Present when the task's outcomes have one. */
  readonly regret?: Estimate;
}

export interface Evaluation {
  /** In the order of the questions. */
  readonly answers: readonly Answered[];
  /** In order of first appearance. */
  readonly tasks: readonly TaskScore[];
}

/** The figure by which a task is compared. */
export function measured(score: TaskScore): Estimate {
  return score[score.measure];
}
