import { availableParallelism } from "node:os";
import type { Arrays, GradientSource } from "@vlm/trainer";
import type { Conversation } from "@vlm/types";
import { Piscina } from "piscina";

/** Texts that answer conversations; null parameters: of the base model. */
export type Answer = (conversations: readonly Conversation[], parameters: Arrays | null) => Promise<readonly string[]>;

/** Threads that hold the model, one a core and at most as many as a step has micro-batches. */
export function startThreads(most: number): {
  readonly gradients: GradientSource;
  readonly answer: Answer;
  stop(): Promise<void>;
} {
  const threads = Math.min(most, availableParallelism());
  const filename = new URL("./thread.js", import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads, concurrentTasksPerWorker: 1 });
  return {
    gradients: {
      parallel: threads,
      gradients: (batch, parameters, training) => pool.run({ batch, parameters, training }, { name: "gradients" }),
    },
    answer: (conversations, parameters) => pool.run({ conversations, parameters }, { name: "answer" }),
    stop: () => pool.destroy(),
  };
}
