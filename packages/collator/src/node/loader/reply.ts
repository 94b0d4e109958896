import type { Batch } from "@vlm/types";
import type { PlannedBatch } from "./plan.js";
import type { MakeBatch } from "./prepare.js";

/** What became of a planned batch. Failing is an answer: where there is none, the thread is gone. */
export type Reply = { readonly batch: Batch } | { readonly thrown: unknown };

export async function replyTo({ rows, epoch }: PlannedBatch<unknown>, make: MakeBatch<unknown>): Promise<Reply> {
  try {
    return { batch: await make(rows, epoch) };
  } catch (thrown) {
    return { thrown };
  }
}
