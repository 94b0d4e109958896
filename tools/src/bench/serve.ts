import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { TensorData } from "@vlm/safetensors";
import { writeSafetensors } from "@vlm/safetensors/node";
import type { Outputs, Work } from "./case.js";
import { type Clock, now } from "./clock.js";
import type { Hello } from "./peer.js";

export interface ServeOptions extends Partial<Pick<Hello, "absent" | "versions">> {
  readonly input?: Readable;
  readonly output?: Writable;
}

interface Request {
  readonly case?: string;
  readonly first?: number;
  readonly repeat?: number;
  readonly clock?: Clock;
  readonly save?: string;
  readonly peak?: boolean;
}

/**
 * Our side of a benchmark as a process that stays up: the protocol of tools/python/rivals/serve.py, so that both sides are
 * asked in the same way. Work is opened when it is first asked for.
 */
export async function serve(
  cases: ReadonlyMap<string, () => Promise<Work>>,
  { absent = {}, versions = {}, input = process.stdin, output = process.stdout }: ServeOptions = {},
): Promise<void> {
  const say = (value: unknown): void => void output.write(`${JSON.stringify(value)}\n`);
  const opened = new Map<string, Work>();
  const open = async (name: string): Promise<Work> => {
    const known = opened.get(name);
    if (known) return known;
    const make = cases.get(name);
    if (!make) {
      throw new Error(
        `bench.serve: there is no case ${JSON.stringify(name)}; expected one of ${[...cases.keys()].join(", ")}. Ask for one of these.`,
      );
    }
    const work = await make();
    opened.set(name, work);
    return work;
  };
  say({ cases: [...cases.keys()], absent, versions });
  for await (const line of createInterface({ input })) {
    try {
      const request: Request = JSON.parse(line);
      say(request.peak ? { peakBytes: await peakBytes() } : await answer(request, await open(request.case ?? "")));
    } catch (error) {
      say({ error: error instanceof Error ? error.stack : String(error) });
    }
  }
}

async function answer({ first = 0, repeat = 1, clock = "wall", save }: Request, work: Work): Promise<object> {
  if (save !== undefined) {
    await writeSafetensors(save, Object.entries(await work.output(first)).map(named));
    return { saved: save };
  }
  const seconds: number[] = [];
  for (let call = first; call < first + repeat; call++) {
    const began = now(clock);
    if (!work.seconds) await work.run(call);
    seconds.push(work.seconds?.() ?? now(clock) - began);
  }
  return { seconds };
}

function named([name, data]: [string, Outputs[string]]): [string, TensorData] {
  const dtype = data instanceof Float32Array ? "F32" : data instanceof Int32Array ? "I32" : "U8";
  return [name, { dtype, shape: [data.length], data }];
}

/** The most that this process has held in memory: VmHWM of Linux, or what the system tells elsewhere. */
async function peakBytes(): Promise<number> {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(await readFile("/proc/self/status", "utf8"))!;
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
