import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TrainingArguments, TrainingState } from "@vlm/trainer";
import { latestCheckpoint, restore } from "@vlm/trainer/node";
import { UsageError } from "../config/usage-error.js";
import type { ProgressStream } from "../progress.js";

/** The checkpoint to continue from; null: from the beginning. */
export async function startingPoint(
  folder: string,
  { resumeFromCheckpoint }: TrainingArguments,
  notes: ProgressStream,
): Promise<TrainingState | null> {
  if (typeof resumeFromCheckpoint === "string") return (await restore(resumeFromCheckpoint)).state;
  if (!resumeFromCheckpoint) {
    if (!existsSync(join(folder, "metrics.jsonl"))) return null;
    throw new UsageError(
      `vlm train: output_dir ${folder} holds a run; expected a new folder. Choose another, or set resume_from_checkpoint to true to continue it.`,
    );
  }
  const { checkpoint, warnings } = await latestCheckpoint(folder);
  for (const warning of warnings) notes.write(`${warning}\n`);
  if (checkpoint) return (await restore(checkpoint.path)).state;
  throw new UsageError(
    `vlm train: output_dir ${folder} has no whole checkpoint; expected one to resume from. Set resume_from_checkpoint to false and choose a new folder.`,
  );
}
