import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { progress } from "@vlm/cli";
import type { Context, Group } from "./case.js";
import { groups } from "./groups.js";
import { machine } from "./machine.js";
import { measure } from "./measure.js";
import type { Options } from "./options.js";
import { type Peer, startPeer } from "./peer.js";
import { type Placement, placement } from "./placement.js";
import { report } from "./report.js";
import { type CaseResult, writeResults } from "./results.js";

/** Runs what the options name, prints as it goes, and writes the results where asked. Data go to `folder`. */
export async function run(options: Options, folder: string, print: (line: string) => void): Promise<void> {
  const { core, rounds, clock, large, json } = options;
  const place = placement(core === undefined ? {} : { core });
  const computer = machine();
  print(`${computer.cpu}, ${computer.cores} cores, node ${computer.node}, commit ${computer.commit ?? "unknown"}`);
  print(place.core === null ? "not pinned: there is no taskset, or no such core" : `pinned to core ${place.core}`);
  if (clock === "cpu") print("times are of the processor, all threads of a process added up");
  if (options.python === undefined)
    print("no rivals: name their interpreter by --python PATH or VLM_PYTHON; these are our figures alone");

  const cases: CaseResult[] = [];
  let rivalVersions: Readonly<Record<string, string>> = {};
  for (const group of groups.filter(({ name }) => options.groups.includes(name))) {
    const chosen = group.cases.filter(({ name }) => options.cases.length === 0 || options.cases.includes(name));
    if (chosen.length === 0) continue;
    const data = join(folder, group.name);
    await mkdir(data);
    const peer = options.python === undefined ? null : await startRivals(options.python, group, data, place);
    try {
      rivalVersions = { ...rivalVersions, ...peer?.hello.versions };
      const context: Context = { folder: data, large, progress };
      for (const benchmark of chosen) {
        const result = await measure(group, benchmark, {
          context,
          peer,
          placement: place,
          rounds,
          clock,
          onAbsent: print,
        });
        for (const line of report(result)) print(line);
        cases.push(result);
      }
    } finally {
      await peer?.close();
      await rm(data, { recursive: true, force: true });
    }
  }
  if (json === undefined) return;
  await writeResults(json, {
    date: new Date().toISOString(),
    machine: computer,
    core: place.core,
    clock,
    rivalVersions,
    cases,
  });
}

/** One thread each: these libraries would take every core. */
const oneThread: Readonly<Record<string, string>> = Object.fromEntries([
  ...["OMP", "MKL", "OPENBLAS", "NUMEXPR", "RAYON"].map((library) => [`${library}_NUM_THREADS`, "1"]),
  ["TOKENIZERS_PARALLELISM", "false"],
  ["HF_HUB_OFFLINE", "1"],
]);

async function startRivals(python: string, group: Group, folder: string, { pinned }: Placement): Promise<Peer> {
  const script = join(import.meta.dirname, "..", "..", "python", "rivals", group.peer);
  return startPeer(...pinned(python, [script, folder]), { env: { ...process.env, ...oneThread } });
}
