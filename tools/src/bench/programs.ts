import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BackendName } from "@vlm/ops";
import type { Case, Group, Rival } from "./case.js";
import { type Peer, startPeer } from "./peer.js";
import type { Placement } from "./placement.js";

/** The programs of one group, started when they are first asked for. */
export interface Programs {
  /** The program of a rival; null: there is none. */
  rival(benchmark: Case, rival: Rival): Promise<Peer> | null;
  /** Our own, on the run's backend unless another is named. `side` tells processes apart where each side has its own. */
  ours(benchmark: Case, side: string, backend?: BackendName): Promise<Peer>;
  /** Ends processes that no later case uses. */
  caseIsOver(): Promise<void>;
  close(): Promise<void>;
}

export interface ProgramOptions {
  /** Where programs find `cases.json` and what cases prepare. */
  readonly folder: string;
  /** The rivals' interpreter; null: none of them runs. */
  readonly python: string | null;
  readonly backend: BackendName;
  readonly placement: Placement;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Writes what programs must know of the cases, and starts none yet. */
export async function programsOf(group: Group, options: ProgramOptions): Promise<Programs> {
  const { folder, python, backend: usual, placement, environment = process.env } = options;
  const settings = Object.fromEntries(group.cases.map(({ name, settings = {} }) => [name, settings]));
  await writeFile(join(folder, "cases.json"), JSON.stringify(settings));

  const running = new Map<string, Promise<Peer>>();
  const start = (program: string, benchmark: Case, side: string, command: readonly [string, string[]]) => {
    const { name, cores = "one", compute = "float32" } = benchmark;
    const key = [program, cores, compute, ...(group.fresh ? [name, side] : [])].join(" ");
    const place = cores === "one" ? placement.pinned(...command) : command;
    const env = { ...environment, ...threadSettings(threadsOf(benchmark)) };
    const peer = running.get(key) ?? startPeer(...place, { env });
    running.set(key, peer);
    return peer;
  };
  const close = async (): Promise<void> => {
    const started = await Promise.allSettled(running.values());
    running.clear();
    for (const peer of started) if (peer.status === "fulfilled") await peer.value.close();
  };
  return {
    rival(benchmark, { name, program }) {
      if (program !== undefined) {
        const path = environment[program];
        return path ? start(program, benchmark, name, [path, [folder]]) : null;
      }
      if (python === null) return null;
      const script = join(import.meta.dirname, "..", "..", "python", "rivals", group.peer);
      return start("rivals", benchmark, name, [python, [script, folder]]);
    },
    async ours(benchmark, side, backend = usual) {
      if (!group.ours) {
        throw new Error(
          `bench.programs: case ${benchmark.name} has no \`open\`, and group ${group.name} no program of ours; expected one of them. Give the case an \`open\`.`,
        );
      }
      const { compute = "float32" } = benchmark;
      const args = [fileURLToPath(group.ours), folder, backend, String(threadsOf(benchmark)), compute];
      return start(`ours on ${backend}`, benchmark, side, [process.execPath, args]);
    },
    caseIsOver: async () => {
      if (group.fresh) await close();
    },
    close,
  };
}

function threadsOf({ cores = "one" }: Case): number {
  return cores === "one" ? 1 : availableParallelism();
}

/** Left alone, these libraries take every core. */
function threadSettings(threads: number): Readonly<Record<string, string>> {
  const libraries = ["OMP", "MKL", "OPENBLAS", "NUMEXPR", "RAYON"];
  return {
    ...Object.fromEntries(libraries.map((library) => [`${library}_NUM_THREADS`, String(threads)])),
    TOKENIZERS_PARALLELISM: "false",
    HF_HUB_OFFLINE: "1",
  };
}
