/** What runs in every thread that makes games. */
import { workerData } from "node:worker_threads";
import { prepare } from "./prepare.js";
import { cloneable, type Reply, replyTo } from "./reply.js";

const prepared = prepare(workerData.href, workerData.data);
// The first game awaits it.
prepared.catch(() => {});

export default async function makeGame(game: number): Promise<Reply> {
  const make = await prepared.catch((thrown: unknown) => ({ unopened: cloneable(thrown) }));
  return typeof make === "function" ? replyTo(game, make) : make;
}
