import type { Chat } from "@vlm/chat-template";
import { recycle } from "@vlm/collator";
import type { Collator } from "@vlm/collator/node";
import type { BatchSource } from "@vlm/trainer";
import type { Batch } from "@vlm/types";
import { chance } from "../chance.js";
import { lesson } from "../lessons/lesson.js";
import { batchSizeOf, type StageName, stages } from "../lessons/stage.js";
import type { PlayedPosition } from "../pictures/positions.js";
import { labelPictures } from "./label-pictures.js";
import type { Words } from "./vocabulary.js";

/** What turns lessons into batches: the checkpoint's own files, and positions to ask about. */
export interface Classroom {
  readonly chat: Chat;
  readonly collate: Collator;
  readonly words: Words;
  readonly positions: readonly PlayedPosition[];
  /** Factor of every stage's batch size. */
  readonly batch: number;
}

/** The lessons of a micro-batch: drawn from its seed alone, so that a resumed run sees what an uninterrupted one does. */
export function lessonBatch(
  { chat, collate, words, positions, batch: factor }: Classroom,
  name: StageName,
  seed: number,
): Batch {
  const lots = chance(seed);
  const stage = stages[name];
  const material = { positions, words: words.all };
  const lessons = Array.from({ length: batchSizeOf(name, factor) }, (_, index) =>
    lesson(`${seed}-${index}`, stage, lots, material),
  );
  const batch = collate(lessons.map(({ conversation }) => chat.encode(conversation)));
  return labelPictures(
    batch,
    lessons.map(({ looks }) => looks),
    { imageToken: chat.imageToken!, token: words.token },
  );
}

/** Micro-batches of a step: so many threads can share it, and the sums are the same with fewer. */
export const microBatches = 2;

/** Batches of a whole run, none like another. */
export function lessonBatches(
  classroom: Classroom,
  { steps, stageOf, seed }: { steps: number; stageOf: (step: number) => StageName; seed: number },
): BatchSource {
  return {
    epochLength: microBatches * steps,
    at(microStep) {
      const own = (Math.imul(seed, 0x9e3779b1) + Math.imul(microStep, 0x85ebca6b)) | 0;
      return lessonBatch(classroom, stageOf(Math.floor(microStep / microBatches)), own);
    },
    recycle,
  };
}
