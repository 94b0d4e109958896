import { readDataset } from "@vlm/dataset/node";
import type { TrainingArguments } from "@vlm/trainer";
import type { Checkpoint } from "../checkpoint.js";
import type { Context } from "../command.js";
import { UsageError } from "../config/usage-error.js";
import { gameOf } from "../games/game-of.js";
import { readPositions } from "../positions.js";
import { conversationData } from "./conversations/conversation-data.js";
import { questionData } from "./question-data.js";
import type { TrainingData } from "./training-data.js";

/** Options of the command line that say how a dataset becomes batches. */
export interface DataOptions {
  readonly dataset_name: string;
  readonly max_length: number | null;
  readonly overflow: "error" | "drop" | "split-turns";
  readonly packing: boolean;
  readonly train_on: "assistant" | "last" | "completion";
  readonly dataloader_num_workers: number;
  readonly eval_split: string;
  readonly eval_questions_per_task: number;
}

/** Positions of a game, as `vlm datagen` writes them, or conversations in any form that `vlm convert` knows. */
export async function openTrainingData(
  options: DataOptions,
  args: TrainingArguments,
  { folder, collateAnswered }: Pick<Checkpoint, "folder" | "collateAnswered">,
  { progress: stream, signal }: Pick<Context, "progress" | "signal">,
): Promise<TrainingData> {
  const { dataset_name: dataset, packing, max_length: maxLength } = options;
  const sizes = { batchSize: args.perDeviceTrainBatchSize, evalBatchSize: args.perDeviceEvalBatchSize };
  const seed = args.dataSeed ?? args.seed;
  const opened = await readDataset(dataset);
  const heldSplit = opened.splits.includes(options.eval_split) ? options.eval_split : null;
  const entry = gameOf(opened.features);
  if (entry !== null) {
    if (packing)
      throw new UsageError(
        `vlm train: packing is set and ${dataset} holds positions, whose questions are drawn anew every epoch; expected conversations. Leave packing out.`,
      );
    const taught = await readPositions(opened, "train", entry);
    const held = heldSplit === null ? null : await readPositions(opened, heldSplit, entry);
    return questionData(taught, held, collateAnswered, { ...sizes, perTask: options.eval_questions_per_task, seed });
  }
  return conversationData(
    {
      checkpoint: folder,
      dataset,
      splits: { train: "train", held: heldSplit },
      train: options.train_on,
      maxLength,
      overflow: options.overflow,
      packing,
      workers: options.dataloader_num_workers,
      seed,
      ...sizes,
    },
    { stream, signal },
  );
}
