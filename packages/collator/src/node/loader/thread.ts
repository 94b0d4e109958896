/** What runs in every thread of a loader. */
import { workerData } from "node:worker_threads";
import type { Batch } from "@vlm/types";
import { move, transferableSymbol, valueSymbol } from "piscina";
import type { PlannedBatch } from "./plan.js";
import { messageOf, prepare } from "./prepare.js";
import { transferable } from "./transferable.js";

/** Failing is an answer: a call that rejects means that the thread itself is gone. */
export type Reply = { readonly batch: Batch } | { readonly thrown: unknown };

const prepared = prepare(workerData.href, workerData.data);
// It is awaited by the first task.
prepared.catch(() => {});

/** Null once the module has opened what it needs. */
export async function ready(): Promise<Reply | null> {
  try {
    await prepared;
    return null;
  } catch (error) {
    return { thrown: cloneable(error) };
  }
}

export default async function make({ rows, epoch }: PlannedBatch<unknown>): Promise<Reply> {
  try {
    const reply = { batch: await (await prepared)(rows, epoch) };
    return move({ [transferableSymbol]: [...transferable(reply)], [valueSymbol]: reply }) as unknown as Reply;
  } catch (error) {
    return { thrown: cloneable(error) };
  }
}

/** An error as it can travel; where its cause or itself cannot, what it says. */
function cloneable(thrown: unknown): unknown {
  try {
    return structuredClone(thrown);
  } catch {
    return new Error(messageOf(thrown));
  }
}
