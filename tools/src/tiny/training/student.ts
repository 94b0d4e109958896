import type * as tf from "@tensorflow/tfjs-core";
import { loadChat, loadTokenBytes } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import type { VisionLanguageModel } from "@vlm/models";
import { load } from "@vlm/models/node";
import { type Trainee, trainable } from "@vlm/trainer";
import type { Batch } from "@vlm/types";
import type { Classroom } from "./lesson-batches.js";
import { wordsOf } from "./vocabulary.js";

/** A model all of whose tensors are trained. */
export interface Student {
  readonly model: VisionLanguageModel;
  readonly trainee: Trainee;
  readonly parameterCount: number;
}

export async function openStudent(folder: string): Promise<Student> {
  const model = await load(folder);
  const { parameters, parameterCount } = trainable(model, () => true);
  const loss = (batch: Batch): tf.Scalar => model.loss(batch);
  return { model, parameterCount, trainee: { loss, parameters } };
}

export async function openClassroom(
  folder: string,
  { positions, batch }: Pick<Classroom, "positions" | "batch">,
): Promise<Classroom> {
  return {
    chat: await loadChat(folder),
    collate: await loadCollator(folder),
    words: wordsOf(await loadTokenBytes(folder)),
    positions,
    batch,
  };
}
