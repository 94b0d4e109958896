import { Piscina } from "piscina";
import { messageOf } from "./prepare.js";
import type { Reply } from "./reply.js";

/** Makes games by their numbers. */
export interface Maker {
  make(game: number): Promise<Reply>;
  close(): Promise<void>;
}

/** Threads that have each opened the module. One that dies ends all: what a game does to one it would do to the next. */
export function startThreads(
  workerData: { readonly href: string; readonly data: unknown },
  { workers }: { readonly workers: number },
): Maker {
  const pool = new Piscina({
    filename: new URL("./thread-door.cjs", import.meta.url).href,
    workerData,
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    // A game takes milliseconds and more: waiting by Atomics would gain nothing, and stop what a module does between games.
    atomics: "disabled",
    recordTiming: false,
  });
  let closed = false;
  let death: Error | undefined;
  const die = (when: string, cause: unknown): Error => {
    death ??= new Error(
      `mcts.makeGames: a worker died ${when}: ${messageOf(cause)}; expected it to live until the last game. Look for process.exit and uncaught errors in ${workerData.href}.`,
      { cause },
    );
    void pool.destroy();
    return death;
  };
  pool.on("error", (cause) => die("between two games", cause));
  return {
    async make(game) {
      if (death) throw death;
      try {
        return await pool.run(game);
      } catch (cause) {
        throw closed ? cause : die(`while it made game ${game}`, cause);
      }
    },
    async close() {
      closed = true;
      await pool.destroy();
    },
  };
}
