import { random } from "@vlm/mcts";
import { drawQuestion, evaluationQuestions } from "@vlm/tasks";
import { type BatchSource, shuffledBatches } from "@vlm/trainer";
import type { Batch } from "@vlm/types";
import type { Checkpoint } from "../checkpoint.js";
import type { Positions } from "../positions.js";

type Collate = Checkpoint["collateAnswered"];

/** Every position once an epoch, each time with a question drawn anew. */
export function trainingBatches(
  { rows, picture }: Positions,
  collate: Collate,
  options: { readonly batchSize: number; readonly seed: number },
): BatchSource {
  const make = (indices: readonly number[], epoch: number): Batch =>
    collate(
      indices.map((index) => drawQuestion(rows[index]!, random(options.seed, epoch * rows.length + index))),
      indices.map((index) => picture(rows[index]!.id)),
    );
  return shuffledBatches(rows.length, make, options);
}

/** The same questions at every call, as many of each task. */
export function* evaluationBatches(
  { rows, picture }: Positions,
  collate: Collate,
  { batchSize, perTask, seed }: { readonly batchSize: number; readonly perTask: number; readonly seed: number },
): Generator<Batch> {
  const questions = evaluationQuestions(rows, { seed, perTask });
  for (let first = 0; first < questions.length; first += batchSize) {
    const some = questions.slice(first, first + batchSize);
    yield collate(
      some.map(({ question }) => question),
      some.map(({ row }) => picture(row.id)),
    );
  }
}
