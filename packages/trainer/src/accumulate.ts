import type { Arrays } from "./arrays.js";
import { plus } from "./arrays.js";
import type { BatchSource } from "./batch-source.js";
import { gradientsOf } from "./gradients.js";
import { countLabelTokens, countTokens } from "./tokens.js";
import type { Trainee } from "./trainee.js";

/** Sums over the micro-batches of one optimizer step. */
export interface Sums {
  readonly loss: number;
  readonly gradients: Arrays;
  readonly labelTokens: number;
  readonly tokens: number;
  readonly ids: readonly string[];
}

/** @throws Error when none of the micro-batches has a label token: there is nothing to learn from, or to divide by. */
export async function accumulate(model: Trainee, batches: BatchSource, first: number, end: number): Promise<Sums> {
  let loss = 0;
  let gradients: Arrays = new Map();
  let labelTokens = 0;
  let tokens = 0;
  const ids: string[] = [];
  for (let microStep = first; microStep < end; microStep++) {
    const batch = await batches.at(microStep);
    const micro = await gradientsOf(model, batch);
    loss += micro.loss;
    gradients = plus(gradients, micro.gradients);
    labelTokens += countLabelTokens(batch);
    tokens += countTokens(batch);
    ids.push(...batch.ids);
    await eventLoop();
  }
  if (labelTokens === 0) {
    throw new Error(
      `trainer.train: no token of ${ids.map((id) => JSON.stringify(id)).join(", ")} has a label; expected at least one in a step. Check that the template marks the assistant's tokens and that truncation keeps them.`,
    );
  }
  return { loss, gradients, labelTokens, tokens, ids };
}

/** Lets timers, signals and the page run between two micro-batches. */
function eventLoop(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
