/** What runs in every thread of a loader. */
import { workerData } from "node:worker_threads";
import { move, transferableSymbol, valueSymbol } from "piscina";
import { keepSpare, shareMemory } from "../../spare-memory.js";
import type { PlannedBatch } from "./plan.js";
import { messageOf, prepare } from "./prepare.js";
import { type Reply, replyTo } from "./reply.js";
import { transferable } from "./transferable.js";

shareMemory();
const prepared = prepare(workerData.href, workerData.data);
// The first task awaits it.
prepared.catch(() => {});

/** A planned batch, and memory that came back. */
export interface Task extends PlannedBatch<unknown> {
  readonly spare?: SharedArrayBuffer | undefined;
}

/** Why the module could not open what it needs; null: it could. */
export async function failure(): Promise<{ readonly thrown: unknown } | null> {
  try {
    await prepared;
    return null;
  } catch (error) {
    return { thrown: cloneable(error) };
  }
}

export default async function make({ spare, ...planned }: Task): Promise<Reply> {
  if (spare) keepSpare(spare);
  let buffers: ArrayBuffer[] = [];
  const makeBatch = await prepared;
  const reply = await replyTo(planned, async (rows, epoch) => {
    const batch = await makeBatch(rows, epoch);
    buffers = [...transferable(batch)];
    return batch;
  });
  if ("thrown" in reply) return { thrown: cloneable(reply.thrown) };
  // The pool unwraps it.
  return move({ [transferableSymbol]: buffers, [valueSymbol]: reply }) as unknown as Reply;
}

/** An error as it can travel: where its cause cannot, what it says. */
function cloneable(thrown: unknown): unknown {
  try {
    return structuredClone(thrown);
  } catch {
    return new Error(messageOf(thrown));
  }
}
