import type { ResourceLimits } from "node:worker_threads";
import type { Batch } from "@vlm/types";
import { Piscina } from "piscina";
import type { PlannedBatch } from "./plan.js";
import { messageOf } from "./prepare.js";
import type { Reply } from "./thread.js";

/** Makes planned batches; the micro-step is for errors. */
export interface Maker {
  make(planned: PlannedBatch<unknown>, microStep: number): Promise<Batch>;
  close(): Promise<void>;
}

/**
 * Threads that each prepared the module. They keep the process alive while they make batches, not while they wait. When
 * one dies all of them end: what one row does to one thread it would do to the next.
 */
export async function startThreads(
  workerData: { readonly href: string; readonly data: unknown },
  { workers, resourceLimits }: { readonly workers: number; readonly resourceLimits: ResourceLimits },
): Promise<Maker> {
  const pool = new Piscina({
    filename: new URL("./thread.js", import.meta.url).href,
    workerData,
    resourceLimits,
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    // A batch takes milliseconds: waiting by Atomics would gain nothing and stop what a module does between batches.
    atomics: "disabled",
    recordTiming: false,
  });
  let death: Error | undefined;
  let closed = false;
  const die = (when: string, cause: unknown): Error => {
    if (death) return death;
    death = new Error(
      `collator.openLoader: a worker died ${when}: ${messageOf(cause)}; expected it to live until close(). Raise resourceLimits if memory ran out, and look for process.exit in ${workerData.href}.`,
      { cause },
    );
    void pool.destroy();
    return death;
  };
  const between = "between two batches";
  pool.on("error", (cause) => die(between, cause));
  // A thread that leaves without a word is replaced by the pool; its task, if it had one, has said more by then.
  pool.on("workerDestroy", () => {
    if (!closed) setImmediate(() => die(between, new Error("it exited")));
  });
  const close = async (): Promise<void> => {
    closed = true;
    await pool.destroy();
  };
  const call = async (when: string, run: () => Promise<Reply | null>): Promise<Reply | null> => {
    if (death) throw death;
    try {
      return await run();
    } catch (cause) {
      throw closed ? cause : die(when, cause);
    }
  };

  // As many calls as idle threads: each gets one.
  const start = (): Promise<Reply | null> => call("at its start", () => pool.run(null, { name: "ready" }));
  try {
    for (const reply of await Promise.all(Array.from({ length: workers }, start))) if (reply) batchOf(reply);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async make({ rows, epoch }, microStep) {
      return batchOf(await call(`while it made micro-step ${microStep}`, () => pool.run({ rows, epoch })));
    },
    close,
  };
}

function batchOf(reply: Reply | null): Batch {
  if (reply && "batch" in reply) return reply.batch;
  throw reply?.thrown;
}
