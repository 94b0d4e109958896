import { Worker } from "node:worker_threads";
import type { Arrays, GradientSource, Gradients, Training } from "@vlm/trainer";
import type { Batch } from "@vlm/types";

export interface GradientThreads extends GradientSource {
  stop(): Promise<void>;
}

/** What a thread is told. */
export interface Work {
  readonly batch: Batch;
  readonly parameters: Arrays;
  readonly training: Training;
}

/** What it says: gradients, or why there are none. */
export type Reply = Gradients | { readonly error: unknown };

/**
 * Threads that hold a model each and take gradients of a micro-batch at a time: of a model this small half the time is
 * JavaScript's, which more threads within an operator would not speed up.
 *
 * @param checkpoint folder that each thread loads its model from
 */
export function gradientThreads(checkpoint: string, backend: string, threads: number): GradientThreads {
  const url = new URL("./gradient-thread.js", import.meta.url);
  const idle = Array.from({ length: threads }, () => new Worker(url, { workerData: { checkpoint, backend } }));
  const all = [...idle];
  const waiting: ((worker: Worker) => void)[] = [];
  const free = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  return {
    parallel: threads,
    async gradients(batch, parameters, training) {
      const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
      try {
        return await ask(worker, { batch, parameters, training });
      } finally {
        free(worker);
      }
    },
    async stop() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

function ask(worker: Worker, work: Work): Promise<Gradients> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off("message", onReply);
      worker.off("error", onError);
    };
    const onReply = (reply: Reply): void => {
      settle();
      if ("error" in reply) reject(reply.error);
      else resolve(reply);
    };
    const onError = (error: unknown): void => {
      settle();
      reject(error);
    };
    worker.on("message", onReply);
    worker.on("error", onError);
    worker.postMessage(work);
  });
}
