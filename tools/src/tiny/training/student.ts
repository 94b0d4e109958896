import * as tf from "@tensorflow/tfjs-core";
import { loadChat, loadTokenBytes } from "@vlm/chat-template/node";
import { loadCollator } from "@vlm/collator/node";
import type { VisionLanguageModel } from "@vlm/models";
import { load } from "@vlm/models/node";
import { countLabelTokens, type Trainee, trainable } from "@vlm/trainer";
import type { Classroom, LessonBatch } from "./lesson-batches.js";
import { Sight } from "./sight.js";
import { wordsOf } from "./vocabulary.js";

/** A model all of whose tensors are trained. */
export interface Student {
  readonly model: VisionLanguageModel;
  /** The model's tensors, and those of the head that `Sight` is. */
  readonly trainee: Trainee;
  readonly parameterCount: number;
}

/** Part of the loss of seeing beside the loss of talking. */
const sightWeight = 0.3;

export async function openStudent(folder: string): Promise<Student> {
  const model = await load(folder);
  const { parameters, parameterCount } = trainable(model, () => true);
  const sight = new Sight(parameters.get("model.visual.merger.linear_fc2.weight")!.shape[0]!);
  const loss = ({ facts, silent, ...batch }: LessonBatch): tf.Scalar => {
    // The trainer divides by all labels.
    const labels = countLabelTokens(batch);
    if (silent) return tf.mul(sight.loss(model.imageFeatures(batch), facts), labels);
    return model.loss(batch, (features) => tf.mul(sight.loss(features, facts), sightWeight * labels));
  };
  return {
    model,
    parameterCount,
    trainee: { loss: loss as Trainee["loss"], parameters: new Map([...parameters, ...sight.parameters]) },
  };
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
