/** What each thread does, with a copy of the model of its own. */
import { ask } from "@vlm/models";
import { type Arrays, type Gradients, gradientsOf, type Training, writeParameters } from "@vlm/trainer";
import type { Batch, Conversation } from "@vlm/types";
import { openModel } from "./model.js";

const { model, processor, adapter, trainee } = await openModel();

export function gradients(task: {
  readonly batch: Batch;
  readonly parameters: Arrays;
  readonly training: Training;
}): Promise<Gradients> {
  writeParameters(trainee, task.parameters);
  return gradientsOf(trainee, task.batch, task.training);
}

/** Answers of the tuned model, or of the base model where parameters are null. */
export async function answer(task: {
  readonly conversations: readonly Conversation[];
  readonly parameters: Arrays | null;
}): Promise<readonly string[]> {
  if (task.parameters) {
    adapter.enable();
    writeParameters(trainee, task.parameters);
  } else adapter.disable();
  const texts = await ask(model, processor, task.conversations, { maxNewTokens: 160 });
  adapter.enable();
  return texts;
}
