import type { Chat } from "@vlm/chat-template";
import { recycle } from "@vlm/collator";
import type { Collator } from "@vlm/collator/node";
import type { BatchSource } from "@vlm/trainer";
import type { Batch, NdArray } from "@vlm/types";
import { chance } from "../chance.js";
import { lesson } from "../lessons/lesson.js";
import { answersOf } from "../lessons/sight.js";
import { batchSizeOf, type StageName, stages } from "../lessons/stage.js";
import type { PlayedPosition } from "../pictures/positions.js";

/** What turns lessons into batches: the checkpoint's own files, and positions to ask about. */
export interface Classroom {
  readonly chat: Chat;
  readonly collate: Collator;
  /** Texts of the tokens that are whole texts: for lessons in writing. */
  readonly words: readonly string[];
  readonly positions: readonly PlayedPosition[];
  /** Factor of every stage's batch size. */
  readonly batch: number;
}

export interface LessonBatch extends Batch {
  /** What the cells of all pictures show, [cells, 7], in the order of the image tokens. */
  readonly facts: NdArray<Int32Array>;
  /** Whether only the vision tower learns. Labels then stand on image tokens: the trainer's loss is a mean over labels. */
  readonly silent: boolean;
}

/** The lessons of a micro-batch: drawn from its seed alone, so that a resumed run sees what an uninterrupted one does. */
export function lessonBatch(
  { chat, collate, words, positions, batch: factor }: Classroom,
  name: StageName,
  seed: number,
): LessonBatch {
  const lots = chance(seed);
  const stage = stages[name];
  const material = { positions, words };
  const lessons = Array.from({ length: batchSizeOf(name, factor) }, (_, index) =>
    lesson(`${seed}-${index}`, stage, lots, material),
  );
  const batch = collate(lessons.map(({ conversation }) => chat.encode(conversation)));
  const facts = Int32Array.from(lessons.flatMap((lesson) => [...lesson.facts]));
  const silent = stage.subject === null;
  return {
    ...batch,
    ...(silent && { labels: onlyOn(chat.imageToken!, batch.inputIds) }),
    facts: { data: facts, shape: [facts.length / answersOf.length, answersOf.length] },
    silent,
  };
}

/** Labels on one kind of token. */
function onlyOn(token: number, { data, shape }: NdArray<Int32Array>): NdArray<Int32Array> {
  return { data: data.map((id) => (id === token ? id : -100)), shape };
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
