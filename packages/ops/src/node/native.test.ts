import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { nativeLevels } from "./native-levels.js";

/** What the backend says of its threads in a worker thread, which runs what was built. */
async function threadsInWorker(options: object): Promise<unknown> {
  const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    import { parentPort } from "node:worker_threads";
    import { useBackend } from ${url("../../dist/index.js")};
    import { loadAddon } from ${url("../../dist/node.js")};
    await useBackend("vlm-cpu", ${JSON.stringify(options)});
    parentPort.postMessage(loadAddon().threads());`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
  try {
    const [threads] = await once(worker, "message");
    return threads;
  } finally {
    await worker.terminate();
  }
}

describe.runIf(nativeLevels().length > 0)("the native backend in a worker thread", () => {
  it("works with one thread, unless told", async () => {
    expect(await threadsInWorker({})).toBe(1);
    expect(await threadsInWorker({ threads: 2 })).toBe(2);
  }, 30_000);
});
