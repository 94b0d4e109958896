import type { ResourceLimits } from "node:worker_threads";
import type { Batch } from "@vlm/types";
import { Piscina } from "piscina";
import { memoryOf } from "../../spare-memory.js";
import type { PlannedBatch } from "./plan.js";
import { messageOf } from "./prepare.js";
import type { Reply } from "./reply.js";
import type { Task } from "./thread.js";

/** Makes planned batches; the micro-step is for errors. */
export interface Maker {
  make(planned: PlannedBatch<unknown>, microStep: number): Promise<Reply>;
  recycle(batch: Batch): void;
  close(): Promise<void>;
}

/**
 * Threads that have each prepared the module. They keep the process alive while they make batches, not while they wait.
 * When one dies all end: what a row does to one thread it would do to the next.
 */
export async function startThreads(
  workerData: { readonly href: string; readonly data: unknown },
  { workers, resourceLimits }: { readonly workers: number; readonly resourceLimits: ResourceLimits },
): Promise<Maker> {
  const pool = new Piscina({
    filename: new URL("./thread-door.cjs", import.meta.url).href,
    name: "make",
    workerData,
    resourceLimits,
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    // A batch takes milliseconds: waiting by Atomics would gain nothing, and stop what a module does between batches.
    atomics: "disabled",
    recordTiming: false,
  });
  let death: Error | undefined;
  let closed = false;
  const die = (when: string, cause: unknown): Error => {
    if (death) return death;
    death = new Error(
      `collator.Loader: a worker died ${when}: ${messageOf(cause)}; expected it to live until close(). Raise resourceLimits if memory ran out; look for process.exit and uncaught errors in ${workerData.href}.`,
      { cause },
    );
    void pool.destroy();
    return death;
  };
  const idle = "between two batches";
  pool.on("error", (cause) => die(idle, cause));
  // The pool replaces a thread that exits without a word. If it had a task, that has said more by the time this runs.
  pool.on("workerDestroy", () => {
    if (!closed) setImmediate(() => die(idle, new Error("it exited")));
  });
  const close = async (): Promise<void> => {
    closed = true;
    await pool.destroy();
  };
  /** A call that rejects means that its thread is gone. */
  const alive = async <Answer>(when: string, call: () => Promise<Answer>): Promise<Answer> => {
    if (death) throw death;
    try {
      return await call();
    } catch (cause) {
      throw closed ? cause : die(when, cause);
    }
  };

  const start = async (): Promise<void> => {
    const failure = await alive("at its start", () => pool.run(null, { name: "failure" }));
    if (failure) throw failure.thrown;
  };
  try {
    // As many calls as idle threads: each gets one.
    await Promise.all(Array.from({ length: workers }, start));
  } catch (error) {
    await close();
    throw error;
  }
  // Travels with the next task; whichever thread gets it has use for it.
  const spare: SharedArrayBuffer[] = [];
  return {
    make: ({ rows, epoch }, microStep) => {
      const task: Task = { rows, epoch, spare: spare.pop() };
      return alive(`while it made micro-step ${microStep}`, () => pool.run(task));
    },
    recycle(batch) {
      const memory = memoryOf(batch);
      const isOurs = memory instanceof SharedArrayBuffer && !spare.includes(memory);
      if (isOurs && spare.length < workers) spare.push(memory);
    },
    close,
  };
}
