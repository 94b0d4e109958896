import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { progress } from "@vlm/cli";
import type { Context } from "./case.js";
import { groups } from "./groups.js";
import { machine } from "./machine.js";
import { measure } from "./measure.js";
import type { Options } from "./options.js";
import { placement } from "./placement.js";
import { programsOf } from "./programs.js";
import { report } from "./report.js";
import { type CaseResult, writeResults } from "./results.js";

/** Runs what the options name, prints as it goes, and writes the results where asked. Data go to `folder`. */
export async function run(options: Options, folder: string, print: (line: string) => void): Promise<void> {
  const { core, rounds, clock, large, json, backend, python = null } = options;
  const place = placement(core === undefined ? {} : { core });
  const computer = machine();
  print(`${computer.cpu}, ${computer.cores} cores, node ${computer.node}, commit ${computer.commit ?? "unknown"}`);
  print(place.core === null ? "not pinned: there is no taskset, or no such core" : `pinned to core ${place.core}`);
  if (clock === "cpu") print("times are of the processor, all threads of a process added up");
  if (python === null)
    print(
      "no rivals in Python: name their interpreter by --python PATH or VLM_PYTHON; without, figures are ours alone",
    );

  const cases: CaseResult[] = [];
  let versions = { ours: {}, rivals: {} };
  for (const group of groups.filter(({ name }) => options.groups.includes(name))) {
    const chosen = group.cases.filter(({ name }) => options.cases.length === 0 || options.cases.includes(name));
    if (chosen.length === 0) continue;
    const data = join(folder, group.name);
    await mkdir(data);
    const programs = await programsOf(group, { folder: data, python, backend, placement: place });
    try {
      const context: Context = { folder: data, large, progress };
      for (const benchmark of chosen) {
        const onAbsent = print;
        const measured = await measure(group, benchmark, {
          ...{ context, programs, placement: place, rounds, clock, onAbsent },
        });
        if (!measured) continue;
        for (const line of report(measured.result)) print(line);
        cases.push(measured.result);
        versions = {
          ours: { ...versions.ours, ...measured.versions.ours },
          rivals: { ...versions.rivals, ...measured.versions.rivals },
        };
      }
    } finally {
      await programs.close();
      await rm(data, { recursive: true, force: true });
    }
  }
  if (json === undefined) return;
  await writeResults(json, {
    date: new Date().toISOString(),
    machine: computer,
    core: place.core,
    clock,
    ours: versions.ours,
    rivalVersions: versions.rivals,
    cases,
  });
}
