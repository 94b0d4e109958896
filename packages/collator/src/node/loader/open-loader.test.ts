import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
// The built package: threads run no TypeScript.
import { type Loader, type LoaderOptions, openLoader, type Plan, packed, shuffled } from "@vlm/collator/node";
import type { Batch } from "@vlm/types";
import { afterEach, describe, expect, it } from "vitest";

const fixture = (name: string): URL => new URL(`../../../fixtures/loader/${name}`, import.meta.url);
const scripted = fixture("scripted.js");
const inSequence: Plan = { epochLength: 8, at: (microStep) => ({ rows: [microStep % 8], epoch: microStep >> 3 }) };
const backwards = (length: number, { seed, epoch }: { seed: number; epoch: number }): number[] =>
  Array.from({ length }, (_, i) => (2 * length - 1 - i + seed + epoch) % length);

let opened: Loader[] = [];
afterEach(async () => {
  await Promise.all(opened.map((loader) => loader.close()));
  opened = [];
});

async function open(options: Partial<LoaderOptions> = {}, module: URL = scripted): Promise<Loader> {
  const loader = await openLoader(module, { plan: inSequence, workers: 2, data: {}, ...options });
  opened.push(loader);
  return loader;
}

/** What the fixture's threads count. */
class Counts {
  readonly counts = new Int32Array(new SharedArrayBuffer(20));
  get started(): number {
    return Atomics.load(this.counts, 1);
  }
  get done(): number {
    return Atomics.load(this.counts, 2);
  }
  get heartbeats(): number {
    return Atomics.load(this.counts, 3);
  }
  hold(held: boolean): void {
    Atomics.store(this.counts, 4, held ? 1 : 0);
  }
  /** Once nothing has started or ended for a while. */
  async settled(): Promise<void> {
    for (let before = -1; before !== this.started + this.done; await pause(60)) before = this.started + this.done;
  }
}

/** A batch with the hash of the bytes in the place of every array. */
function print(batch: Batch): string {
  const hashed = (_: string, value: unknown): unknown => {
    if (!ArrayBuffer.isView(value)) return value;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return createHash("sha256").update(bytes).digest("hex");
  };
  return JSON.stringify(batch, hashed);
}

async function idsOf(batches: AsyncIterable<{ readonly ids: readonly string[] }>, most = 99): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of batches) {
    ids.push(...batch.ids);
    if (ids.length === most) break;
  }
  return ids;
}

describe("the batches of a loader", () => {
  const data = {
    folder: new URL("../../../fixtures/", import.meta.url).href,
    files: ["a.png", "b.png", "c.png", "e.png", "f.png"],
  };
  const workers = { shuffled: [1, 2, 4], packed: [2] };
  const plans = {
    shuffled: shuffled(data.files.length, { batchSize: 2, seed: 1, order: backwards }),
    packed: packed([[0, 3], [1], [4, 2]], { rowsPerBatch: 2, seed: 1, order: backwards }),
  };

  it.each(["shuffled", "packed"] as const)(
    "%s: are the same bit for bit whatever the number of workers",
    async (kind) => {
      const plan = plans[kind];
      const runs = [0, ...workers[kind]].map(async (count) => {
        const loader = await open({ plan, workers: count, epochs: 2, ahead: 3, data }, fixture("pictures.js"));
        const prints: string[] = [];
        for await (const batch of loader) prints.push(print(batch));
        return prints;
      });
      const [here, ...others] = await Promise.all(runs);
      expect(new Set(here).size).toBe(2 * plan.epochLength);
      expect(here?.[0]).toMatch(/"pixelValues":{"data":"[0-9a-f]{64}","shape":\[\d+,1536\]}/);
      for (const other of others) expect(other).toEqual(here);
    },
  );

  it("are the same when their memory is used again", async () => {
    const plan = plans.shuffled;
    const prints = async (workers: number, recycles: boolean): Promise<string[]> => {
      const loader = await open({ plan, workers, epochs: 3, ahead: 2, data }, fixture("pictures.js"));
      const found: string[] = [];
      for await (const batch of loader) {
        found.push(print(batch));
        if (recycles) loader.recycle(batch);
      }
      return found;
    };
    const fresh = await prints(0, false);
    expect(await prints(0, true)).toEqual(fresh);
    expect(await prints(1, true)).toEqual(fresh);
  });

  it("come in order though later ones are done sooner", async () => {
    const loader = await open({ workers: 4, ahead: 8, epochs: 2, data: { delay: 40 } });
    expect(await idsOf(loader)).toEqual(
      [0, 1].flatMap((epoch) => [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `${epoch}:${i}`)),
    );
  });

  it("are found by their micro-step, forwards and backwards", async () => {
    const loader = await open({ ahead: 3 });
    expect(loader.epochLength).toBe(8);
    for (const microStep of [0, 1, 2, 13, 14, 3, 3, 100]) {
      expect((await loader.at(microStep)).ids).toEqual([`${microStep >> 3}:${microStep % 8}`]);
    }
  });

  it("go on at a saved position, in a loader with other workers", async () => {
    const first = await open({ epochs: 2 });
    expect(await idsOf(first, 5)).toEqual(["0:0", "0:1", "0:2", "0:3", "0:4"]);
    const { position } = first;
    expect(position).toBe(5);
    const second = await open({ epochs: 2, position, workers: 1 });
    expect(await idsOf(second)).toEqual(["0:5", "0:6", "0:7", ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `1:${i}`)]);
    expect(second.position).toBe(16);
    expect(await idsOf(await open({ epochs: 2, position: 16 }))).toEqual([]);
  });

  it("move: the thread that made them keeps nothing", async () => {
    const loader = await open({ workers: 1, ahead: 1, data: { keep: true } });
    expect((await loader.at(0)).ids).toEqual(["bytes kept: 0"]);
    expect((await loader.at(1)).ids).toEqual(["bytes kept: 0"]);
    const here = await open({ workers: 0, data: { keep: true } });
    await here.at(0);
    expect((await here.at(1)).ids).toEqual(["bytes kept: 1048576"]);
  });
});

describe("a loader's memory", () => {
  it("does not grow while the consumer is slow", async () => {
    const seen = new Counts();
    const loader = await open({ workers: 2, ahead: 3, data: { counts: seen.counts } });
    await seen.settled();
    expect(seen.started).toBe(0);
    for (const microStep of [0, 1, 2]) {
      await loader.at(microStep);
      await seen.settled();
      expect([seen.started, seen.done]).toEqual([microStep + 4, microStep + 4]);
    }
  });

  it("does not grow when the place changes", async () => {
    const seen = new Counts();
    seen.hold(true);
    const loader = await open({ workers: 2, ahead: 3, data: { counts: seen.counts } });
    const asked = [0, 100, 200, 300].map((microStep) => loader.at(microStep));
    await seen.settled();
    expect(seen.started).toBe(2);
    seen.hold(false);
    expect((await Promise.all(asked)).map(({ ids }) => ids[0])).toEqual(["0:0", "12:4", "25:0", "37:4"]);
  });

  it("holds nothing ahead without workers", async () => {
    const seen = new Counts();
    const loader = await open({ workers: 0, data: { counts: seen.counts } });
    await loader.at(4);
    await seen.settled();
    expect(seen.started).toBe(1);
  });
});

describe("the end of a loader", () => {
  const silent = async (seen: Counts): Promise<boolean> => {
    const before = seen.heartbeats;
    await pause(50);
    return before > 0 && seen.heartbeats === before;
  };

  it("ends the threads at close, which may come twice, in the midst of work", async () => {
    const seen = new Counts();
    seen.hold(true);
    const loader = await open({ data: { counts: seen.counts } });
    const asked = loader.at(0);
    asked.catch(() => {});
    await seen.settled();
    expect(await silent(seen)).toBe(false);
    await Promise.all([loader.close(), loader.close()]);
    expect(await silent(seen)).toBe(true);
    const message = "collator.Loader: it is closed; expected an open one. Open it again.";
    await expect(asked).rejects.toThrow(message);
    await expect(loader.at(1)).rejects.toThrow(message);
  });

  it("ends the threads at a break, and at the end of the epochs", async () => {
    for (const most of [2, 99]) {
      const seen = new Counts();
      await idsOf(await open({ epochs: 1, data: { counts: seen.counts } }), most);
      await pause(10);
      expect(await silent(seen)).toBe(true);
    }
  });

  it("ends the threads when the signal aborts, and says why", async () => {
    const seen = new Counts();
    seen.hold(true);
    const controller = new AbortController();
    const loader = await open({ signal: controller.signal, data: { counts: seen.counts } });
    const asked = idsOf(loader);
    asked.catch(() => {});
    await seen.settled();
    controller.abort(new Error("the user left"));
    await expect(asked).rejects.toThrow("the user left");
    await expect(loader.at(0)).rejects.toThrow("the user left");
    expect(await silent(seen)).toBe(true);
    await expect(open({ signal: AbortSignal.abort(new Error("too late")) })).rejects.toThrow("too late");
  });

  it("lets a program end that forgot to close it", async () => {
    const program = fileURLToPath(fixture("leave-open.js"));
    const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 20_000 });
    expect(stdout.trim()).toBe("[ '0:0' ] [ '0:1' ]");
  });
});

describe("an error in a loader", () => {
  const bad =
    "collator.Loader: micro-step 2 (epoch 0, rows [2]) cannot be made: row 2 is bad; expected a batch. Mend those rows or leave them out.";

  it.each([0, 1, 2])("stands at its place, keeps its cause, and ends nothing (%i workers)", async (workers) => {
    const loader = await open({ workers, ahead: 4, data: { acts: { 2: "throw" } } });
    expect((await loader.at(0)).ids).toEqual(["0:0"]);
    expect((await loader.at(1)).ids).toEqual(["0:1"]);
    const error = await loader.at(2).catch((reason: unknown) => reason);
    expect(error).toEqual(new Error(bad));
    const { cause } = error as Error;
    expect(cause).toBeInstanceOf(RangeError);
    expect((cause as Error).cause).toEqual(new TypeError("its picture is torn"));
    expect((await loader.at(3)).ids).toEqual(["0:3"]);
  });

  it("ends iteration at its place", async () => {
    const loader = await open({ data: { acts: { 2: "throw" } } });
    await expect(idsOf(loader)).rejects.toThrow(bad);
    expect(loader.position).toBe(2);
    await expect(loader.at(3)).rejects.toThrow("collator.Loader: it is closed;");
  });

  it("travels by what it says when it cannot travel whole", async () => {
    const loader = await open({ data: { acts: { 0: "throw a function" } } });
    await expect(loader.at(0)).rejects.toThrow("(epoch 0, rows [0]) cannot be made: with a function;");
    const other = await open({ data: { acts: { 1: "give a function" } } });
    await expect(other.at(1)).rejects.toThrow("rows [1]) cannot be made: collator.Loader: the batch holds a function;");
  });

  it.each([
    ["exit", "worker exited with code: 3"],
    ["crash", "nobody catches this"],
    ["fill", "Worker terminated due to reaching memory limit: JS heap out of memory"],
  ])("is clear when a worker dies: %s", async (act, said) => {
    const resourceLimits = { maxOldGenerationSizeMb: 40 };
    const loader = await open({ ahead: 1, workers: 1, resourceLimits, data: { acts: { 1: act }, delay: 60 } });
    expect((await loader.at(0)).ids).toEqual(["0:0"]);
    const message = `collator.Loader: a worker died while it made micro-step 1: ${said}; expected it to live until close(). Raise resourceLimits if memory ran out; look for process.exit and uncaught errors in ${scripted.href}.`;
    await expect(loader.at(1)).rejects.toThrow(message);
    await expect(loader.at(2)).rejects.toThrow(message);
  });

  it.each([
    ["exit later", "it exited"],
    ["crash", "nobody catches this"],
  ])("is clear when a worker dies of what a batch left behind: %s", async (act, said) => {
    const loader = await open({ ahead: 1, workers: 1, data: { acts: { 0: act } } });
    await loader.at(0);
    await pause(200);
    // Its successor was ready before that.
    await loader.at(1);
    await expect(loader.at(2)).rejects.toThrow(`collator.Loader: a worker died between two batches: ${said};`);
  });
});

describe("openLoader", () => {
  it.each([0, 2])("refuses a module that is none, before any work (%i workers)", async (workers) => {
    const none = fixture("no-default.js");
    await expect(open({ workers }, none)).rejects.toThrow(
      `collator.openLoader: ${none.href} exports prepare, and as default undefined; expected a default export (data) => (rows, epoch) => batch. Add one.`,
    );
    const missing = fixture("missing.js");
    await expect(open({ workers }, missing)).rejects.toThrow(
      /^collator\.openLoader: file:.+missing\.js cannot be imported: .+; expected a JavaScript module\. Build it, and pass new URL\("\.\/it\.js", import\.meta\.url\)\.$/s,
    );
    await expect(open({ workers, data: { preparing: "nothing" } })).rejects.toThrow(
      `collator.openLoader: the default export of ${scripted.href} gave undefined; expected a function (rows, epoch) => batch. Return one.`,
    );
    await expect(open({ workers, data: { preparing: "throw" } })).rejects.toThrow(
      `collator.openLoader: the default export of ${scripted.href} failed: row none is bad; expected it to open what data names. Check data.`,
    );
    await expect(open({ workers, data: { open: () => 1 } })).rejects.toThrow(
      "collator.openLoader: data cannot be sent to a worker: () => 1 could not be cloned.; expected what structuredClone takes. Pass paths and settings, and open them in the module.",
    );
  });

  it("says when a worker dies while it prepares", async () => {
    await expect(open({ data: { preparing: "exit" } })).rejects.toThrow(
      "collator.Loader: a worker died at its start: worker exited with code: 3;",
    );
  });

  it("prepares once in each worker", async () => {
    const seen = new Counts();
    const loader = await open({ workers: 2, epochs: 2, data: { counts: seen.counts } });
    expect(seen.counts[0]).toBe(2);
    await idsOf(loader);
    expect(seen.counts[0]).toBe(2);
  });

  it("refuses numbers that count nothing", async () => {
    const message = (name: string, value: number, least: number): string =>
      `collator.openLoader: ${name} is ${value}; expected an integer of at least ${least}. Set it so, or leave it out.`;
    await expect(open({ workers: -1 })).rejects.toThrow(message("workers", -1, 0));
    await expect(open({ ahead: 0 })).rejects.toThrow(message("ahead", 0, 1));
    await expect(open({ position: 0.5 })).rejects.toThrow(message("position", 0.5, 0));
    await expect(open({ epochs: Number.NaN })).rejects.toThrow(message("epochs", Number.NaN, 1));
    await expect(open({ plan: { ...inSequence, epochLength: 0 } })).rejects.toThrow(message("plan.epochLength", 0, 1));
    const loader = await open({ epochs: 2 });
    expect(() => loader.at(16)).toThrow(
      "collator.Loader.at: microStep is 16; expected a non-negative integer below 16, which is the end of epochs 2. Count from 0 over all epochs.",
    );
    expect(() => loader.at(-1)).toThrow("collator.Loader.at: microStep is -1;");
  });
});
