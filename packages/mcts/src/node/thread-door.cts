/**
 * What the pool opens in every thread. It would require() a module, and Node 20 ends the whole process when a thread is
 * stopped while it requires an ES module; one that it imports it drops.
 */

import type { Reply } from "./reply.js" with { "resolution-mode": "import" };

const opened = import("./thread.js");
// The first game awaits it.
opened.catch(() => {});

module.exports = async (game: number): Promise<Reply> => (await opened).default(game);
