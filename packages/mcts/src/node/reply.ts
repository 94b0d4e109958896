import { type MakeGame, messageOf } from "./prepare.js";

/** What became of a game. Failing is an answer: where there is none, the thread is gone. */
export type Reply = { readonly made: unknown } | { readonly unopened: unknown } | { readonly thrown: unknown };

export async function replyTo(game: number, make: MakeGame): Promise<Reply> {
  try {
    // What cannot travel fails here, where it can be said of which game; and it is the same for any number of threads.
    return { made: structuredClone(await make(game)) };
  } catch (thrown) {
    return { thrown: cloneable(thrown) };
  }
}

/** An error as it can travel: where it or its cause cannot, what it says. */
export function cloneable(thrown: unknown): unknown {
  try {
    const copy = structuredClone(thrown);
    // Node 20 copies a DOMException to an empty object.
    if (copy instanceof Error) return copy;
  } catch {}
  return new Error(messageOf(thrown));
}
