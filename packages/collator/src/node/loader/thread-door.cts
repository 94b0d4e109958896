/**
 * What the pool opens in every thread. It would require() a module, and Node 20 ends the whole process when a thread is
 * stopped while it requires an ES module; one that it imports it drops.
 */

import type { Reply } from "./reply.js" with { "resolution-mode": "import" };
import type { Task } from "./thread.js" with { "resolution-mode": "import" };

const opened = import("./thread.js");
// The first task awaits it.
opened.catch(() => {});

module.exports = {
  make: async (task: Task): Promise<Reply> => (await opened).default(task),
  failure: async (): Promise<{ readonly thrown: unknown } | null> => (await opened).failure(),
};
