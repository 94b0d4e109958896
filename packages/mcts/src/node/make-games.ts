import { availableParallelism } from "node:os";
import { checkCount } from "../check.js";
import { messageOf, prepare } from "./prepare.js";
import { type Reply, replyTo } from "./reply.js";
import { type Maker, startThreads } from "./threads.js";

export interface MakeGamesOptions {
  readonly games: number;
  /** The first game made: those before it have been made by a run that ended early. */
  readonly from?: number;
  /** For the module's default export. Copied, so that every thread has its own. */
  readonly data?: unknown;
  /** Threads; 0: games are made in this thread, when they are asked for. */
  readonly workers?: number;
  /** Most games that are ready or under way: what memory holds while the consumer is slow. */
  readonly ahead?: number;
  /** Ends the threads in the midst of their games; iteration throws the signal's reason. */
  readonly signal?: AbortSignal | null;
}

/**
 * Games made in threads, in their order: `module`'s default export is a `PrepareGames`, opened in each.
 *
 * What is made of game k must depend on k alone; then it is the same for any number of workers. Iteration ends the threads
 * at its end, at a `break` and at an error.
 *
 * @throws RangeError at the call for an option out of range; from iteration an Error with the game's number and its cause
 */
export function makeGames<Made>(
  module: URL,
  {
    games,
    from = 0,
    data,
    workers = availableParallelism(),
    ahead = Math.max(1, 4 * workers),
    signal = null,
  }: MakeGamesOptions,
): AsyncGenerator<Made, void, undefined> {
  checkCount("makeGames", "games", games, 0);
  checkCount("makeGames", "from", from, 0);
  checkCount("makeGames", "workers", workers, 0);
  checkCount("makeGames", "ahead", ahead, 1);
  const settings = { href: module.href, data: copied(data) };
  const open = (): Maker | Promise<Maker> =>
    workers > 0 ? startThreads(settings, { workers }) : inThisThread(settings);
  return inOrder<Made>(open, { games, from, ahead: workers > 0 ? ahead : 1, signal });
}

async function* inOrder<Made>(
  open: () => Maker | Promise<Maker>,
  { games, from, ahead, signal }: Required<Pick<MakeGamesOptions, "games" | "from" | "ahead" | "signal">>,
): AsyncGenerator<Made, void, undefined> {
  signal?.throwIfAborted();
  if (from >= games) return;
  const maker = await open();
  const aborted = abortOf(signal);
  const underway: Promise<Reply>[] = [];
  let next = from;
  try {
    for (let game = from; game < games; game++) {
      while (next < games && underway.length < ahead) {
        const reply = maker.make(next++);
        // One that fails does so at its turn.
        reply.catch(() => {});
        underway.push(reply);
      }
      yield madeOf(await Promise.race([aborted.promise, underway.shift()!]), game) as Made;
    }
  } finally {
    aborted.ignore();
    await maker.close();
  }
}

function madeOf(reply: Reply, game: number): unknown {
  if ("made" in reply) return reply.made;
  if ("unopened" in reply) throw reply.unopened;
  throw new Error(
    `mcts.makeGames: game ${game} cannot be made: ${messageOf(reply.thrown)}; expected what the module makes of it. Make that game alone to look into it.`,
    { cause: reply.thrown },
  );
}

/** Rejects when the signal does. */
function abortOf(signal: AbortSignal | null): { readonly promise: Promise<never>; ignore(): void } {
  let abort = (): void => {};
  const promise = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort);
  });
  promise.catch(() => {});
  return { promise, ignore: () => signal?.removeEventListener("abort", abort) };
}

async function inThisThread({ href, data }: { readonly href: string; readonly data: unknown }): Promise<Maker> {
  const make = await prepare(href, data);
  return { make: (game) => replyTo(game, make), close: async () => {} };
}

function copied(data: unknown): unknown {
  try {
    return structuredClone(data);
  } catch (cause) {
    throw new TypeError(
      `mcts.makeGames: data cannot be sent to a thread: ${messageOf(cause)}; expected what structuredClone takes. Pass paths and settings, and open them in the module.`,
      { cause },
    );
  }
}
