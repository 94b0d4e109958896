import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Clock } from "./clock.js";
import type { Machine } from "./machine.js";
import type { Spread } from "./statistics.js";

/** How one rival did. */
export interface RivalResult {
  readonly name: string;
  readonly secondsPerCall: Spread;
  /** Its seconds over ours: above 1 we are faster. */
  readonly ratio: Spread;
  readonly counts: boolean;
  readonly goal?: number;
  /** Largest resident set of its process, where it has one of its own. */
  readonly peakBytes?: number;
}

export interface CaseResult {
  readonly group: string;
  readonly name: string;
  readonly about: string;
  readonly items: number;
  readonly unit: string;
  readonly bytes?: number;
  readonly flops?: number;
  readonly rounds: number;
  readonly warmUpCalls: number;
  readonly callsPerTurn: number;
  readonly secondsPerCall: Spread;
  readonly rivals: readonly RivalResult[];
  /** To the fastest rival that counts; null when none ran. */
  readonly ratio: Spread | null;
  readonly goal?: number;
  readonly peakBytes?: number;
  readonly peakLimitBytes?: number;
  /** Our largest resident set over the fastest rival's, and the most that it may be. */
  readonly peakShare?: number;
  readonly peakShareLimit?: number;
}

/** What `--json` writes. */
export interface Results {
  readonly date: string;
  readonly machine: Machine;
  /** The core that one-core cases ran on; null: not pinned. */
  readonly core: number | null;
  /** What seconds are seconds of. */
  readonly clock: Clock;
  /** What our programs said of themselves: backend, threads, instruction set. */
  readonly ours: Readonly<Record<string, string>>;
  /** Of the rivals' languages and libraries. */
  readonly rivalVersions: Readonly<Record<string, string>>;
  readonly cases: readonly CaseResult[];
}

/** Whole or not at all: under a temporary name beside its place, synced, renamed. */
export async function writeResults(path: string, results: Results): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(`${JSON.stringify(results, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
