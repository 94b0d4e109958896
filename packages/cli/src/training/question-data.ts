import { random } from "@vlm/mcts";
import { shuffledBatches } from "@vlm/trainer";
import type { Batch } from "@vlm/types";
import type { Checkpoint } from "../checkpoint.js";
import type { Positions } from "../positions.js";
import type { TrainingData } from "./training-data.js";

type Collate = Checkpoint["collateAnswered"];

export interface QuestionOptions {
  readonly batchSize: number;
  readonly evalBatchSize: number;
  /** Held-out questions of each task. */
  readonly perTask: number;
  readonly seed: number;
}

/** Every position once an epoch, each time with a question drawn anew; held out are the same questions every time. */
export function questionData(
  taught: Positions,
  held: Positions | null,
  collate: Collate,
  { batchSize, evalBatchSize, perTask, seed }: QuestionOptions,
): TrainingData {
  const { entry, rows, picture } = taught;
  const make = (indices: readonly number[], epoch: number): Batch =>
    collate(
      indices.map((index) => entry.draw(rows[index]!, random(seed, epoch * rows.length + index))),
      indices.map((index) => picture(rows[index]!.id)),
    );
  return {
    kind: "positions",
    batches: shuffledBatches(rows.length, make, { batchSize, seed }),
    heldOut: held && (() => heldBatches(held, collate, { batchSize: evalBatchSize, perTask, seed })),
    close: async () => {},
  };
}

function* heldBatches(
  { entry, rows, picture }: Positions,
  collate: Collate,
  { batchSize, perTask, seed }: Omit<QuestionOptions, "evalBatchSize">,
): Generator<Batch> {
  const questions = entry.heldOut(rows, { seed, perTask });
  for (let first = 0; first < questions.length; first += batchSize) {
    const some = questions.slice(first, first + batchSize);
    yield collate(
      some.map(({ question }) => question),
      some.map(({ row }) => picture(row.id)),
    );
  }
}
