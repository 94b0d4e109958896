import { availableParallelism } from "node:os";
import type { ResourceLimits } from "node:worker_threads";
import type { Batch } from "@vlm/types";
import { recycle } from "../../spare-memory.js";
import type { Plan } from "./plan.js";
import { prefetch } from "./prefetch.js";
import { messageOf, prepare } from "./prepare.js";
import { replyTo } from "./reply.js";
import { type Maker, startThreads } from "./threads.js";

export interface LoaderOptions {
  readonly plan: Plan<unknown>;
  /** For the module's default export. Copied, so that every worker has its own. */
  readonly data?: unknown;
  /** Threads; 0: batches are made in this thread, when they are asked for. */
  readonly workers?: number;
  /** Most batches that are ready or under way before they are asked for. */
  readonly ahead?: number;
  /** Where iteration begins. */
  readonly position?: number;
  /** Where batches end; nothing behind it is made. */
  readonly epochs?: number;
  /** Closes the loader; what is asked for then rejects with the signal's reason. */
  readonly signal?: AbortSignal | null;
  /** Of each worker: `maxOldGenerationSizeMb` and so on. Typed arrays do not count. */
  readonly resourceLimits?: ResourceLimits;
}

/** Batches of a plan, made ahead in other threads. Iteration closes it at its end, at a `break` and at an error. */
export interface Loader extends AsyncIterable<Batch> {
  readonly epochLength: number;
  /** The micro-step that iteration gives next: save it with what was made of the batches before, and open there again. */
  readonly position: number;
  /**
   * The batch of a micro-step. Those that follow are made meanwhile; those before, and those of a place that was jumped
   * away from, are forgotten.
   *
   * @throws Error at its place, with `cause`, when its rows cannot be made or a worker died.
   */
  at(microStep: number): Promise<Batch>;
  /** Gives a batch's memory to the next ones. For those who are done with it: its pixel values change or go. */
  recycle(batch: Batch): void;
  /** Ends the threads. What is asked for rejects. */
  close(): Promise<void>;
}

/** Opens `module` (its default export is a `Prepare`) in every worker; its errors are thrown here, before any batch. */
export async function openLoader(
  module: URL,
  {
    plan,
    data,
    // One core is the trainer's; four feed any of them, and each holds its own tokenizer.
    workers = Math.min(4, Math.max(1, availableParallelism() - 1)),
    ahead = 2 * workers,
    position = 0,
    epochs = Number.POSITIVE_INFINITY,
    signal = null,
    resourceLimits = {},
  }: LoaderOptions,
): Promise<Loader> {
  const { epochLength } = plan;
  requireInteger("plan.epochLength", epochLength, 1);
  requireInteger("workers", workers, 0);
  if (workers > 0) requireInteger("ahead", ahead, 1);
  requireInteger("position", position, 0);
  if (epochs !== Number.POSITIVE_INFINITY) requireInteger("epochs", epochs, 1);
  const own = copied(data);
  signal?.throwIfAborted();

  const settings = { href: module.href, data: own };
  const maker = workers > 0 ? await startThreads(settings, { workers, resourceLimits }) : await inThisThread(settings);
  const end = epochs * epochLength;
  const batches = prefetch((microStep) => made(maker, plan, microStep), {
    ahead: workers > 0 ? ahead : 0,
    parallel: Math.max(1, workers),
    end,
  });
  let next = position;
  const stop = (reason: unknown): Promise<void> => {
    signal?.removeEventListener("abort", abort);
    batches.stop(reason);
    return maker.close();
  };
  const abort = (): void => void stop(signal?.reason);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) {
    await stop(signal.reason);
    throw signal.reason;
  }
  const loader: Loader = {
    epochLength,
    get position() {
      return next;
    },
    at(microStep) {
      if (Number.isSafeInteger(microStep) && microStep >= 0 && microStep < end) return batches.at(microStep);
      const limit = end === Number.POSITIVE_INFINITY ? "" : ` below ${end}, which is the end of epochs ${epochs}`;
      throw new RangeError(
        `collator.Loader.at: microStep is ${microStep}; expected a non-negative integer${limit}. Count from 0 over all epochs.`,
      );
    },
    recycle: (batch) => maker.recycle(batch),
    close: () => stop(new Error("collator.Loader: it is closed; expected an open one. Open it again.")),
    async *[Symbol.asyncIterator]() {
      try {
        while (next < end) {
          const batch = await loader.at(next);
          next++;
          yield batch;
        }
      } finally {
        await loader.close();
      }
    },
  };
  return loader;
}

async function inThisThread({ href, data }: { readonly href: string; readonly data: unknown }): Promise<Maker> {
  const make = await prepare(href, data);
  return { make: (planned) => replyTo(planned, make), recycle, close: async () => {} };
}

async function made(maker: Maker, plan: Plan<unknown>, microStep: number): Promise<Batch> {
  const planned = plan.at(microStep);
  const reply = await maker.make(planned, microStep);
  if ("batch" in reply) return reply.batch;
  throw new Error(
    `collator.Loader: micro-step ${microStep} (epoch ${planned.epoch}, rows ${JSON.stringify(planned.rows)}) cannot be made: ${messageOf(reply.thrown)}; expected a batch. Mend those rows or leave them out.`,
    { cause: reply.thrown },
  );
}

function copied(data: unknown): unknown {
  try {
    return structuredClone(data);
  } catch (cause) {
    throw new TypeError(
      `collator.openLoader: data cannot be sent to a worker: ${messageOf(cause)}; expected what structuredClone takes. Pass paths and settings, and open them in the module.`,
      { cause },
    );
  }
}

function requireInteger(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(
    `collator.openLoader: ${name} is ${value}; expected an integer of at least ${least}. Set it so, or leave it out.`,
  );
}
