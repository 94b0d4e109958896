import type { Batch } from "@vlm/types";
import type { Arrays } from "./arrays.js";
import { plus } from "./arrays.js";
import type { BatchSource } from "./batch-source.js";
import type { GradientSource, Gradients } from "./gradients.js";
import { countLabelTokens, countTokens } from "./tokens.js";

/** Sums over the micro-batches of one optimizer step. */
export interface Sums {
  readonly loss: number;
  readonly gradients: Arrays;
  readonly labelTokens: number;
  readonly tokens: number;
  readonly ids: readonly string[];
}

/**
 * Adds up in the order of the micro-batches, whichever is ready first, so that sums do not depend on threads.
 *
 * @throws Error when none of the micro-batches has a label token: there is nothing to learn from, or to divide by.
 */
export async function accumulate(
  source: GradientSource,
  parameters: Arrays,
  batches: BatchSource,
  { first, end }: { readonly first: number; readonly end: number },
): Promise<Sums> {
  let loss = 0;
  let gradients: Arrays = new Map();
  let labelTokens = 0;
  let tokens = 0;
  const ids: string[] = [];
  const underway: { readonly batch: Batch; readonly micro: Promise<Gradients> }[] = [];
  const addNext = async (): Promise<void> => {
    const { batch, micro: promised } = underway.shift()!;
    const micro = await promised;
    batches.recycle?.(batch);
    loss += micro.loss;
    gradients = plus(gradients, micro.gradients);
  };
  try {
    for (let microStep = first; microStep < end; microStep++) {
      if (underway.length === source.parallel) await addNext();
      const batch = await batches.at(microStep);
      labelTokens += countLabelTokens(batch);
      tokens += countTokens(batch);
      ids.push(...batch.ids);
      const micro = source.gradients(batch, parameters, { microStep });
      // It is awaited in its turn; failing earlier than that is no unhandled rejection.
      micro.catch(() => {});
      underway.push({ batch, micro });
      await eventLoop();
    }
    while (underway.length > 0) await addNext();
  } finally {
    await Promise.allSettled(underway.map(({ micro }) => micro));
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
