import type { Question } from "./question.js";

/** One question asked of two positions that differ in one square. */
export interface PairedQuestion<Task extends string = string> {
  readonly before: Question<Task>;
  readonly after: Question<Task>;
  /** The true answer is another: a model that keeps its answer has not looked. Otherwise it must keep it. */
  readonly changes: boolean;
}

/** A position and another that differs from it in one square, with what can be asked of both. */
export interface Counterfactual<State, Task extends string = string> {
  readonly square: number;
  readonly before: State;
  /** A possible, unfinished position. */
  readonly after: State;
  readonly questions: readonly PairedQuestion<Task>[];
}

/** Pairs questions that stand at the same place, and compares their true answers. */
export function paired<Task extends string>(
  before: readonly Question<Task>[],
  after: readonly Question<Task>[],
): readonly PairedQuestion<Task>[] {
  return before.map((question, index) => {
    const other = after[index]!;
    return { before: question, after: other, changes: question.truth !== other.truth };
  });
}
