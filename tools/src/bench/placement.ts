import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** On which cores we and our rivals run. */
export interface Placement {
  /** The one core; null: the system decides, for want of `taskset`. */
  readonly core: number | null;
  /** Puts every thread of this process on the one core. */
  narrow(): void;
  /** Gives this process its cores back. */
  widen(): void;
  /** A command, with what keeps its process on the one core. */
  pinned(command: string, args: readonly string[]): readonly [command: string, args: readonly string[]];
}

/** Pins with `taskset` (util-linux) where there is one. The last core by default: the first one serves interrupts. */
export function placement({ core = availableParallelism() - 1 }: { readonly core?: number } = {}): Placement {
  let all: string;
  try {
    // "pid 123's current affinity list: 0,1"
    all = taskset("-cp", String(process.pid)).split(": ").at(-1)!.trim();
    move(String(core));
    move(all);
  } catch {
    return { core: null, narrow() {}, widen() {}, pinned: (command, args) => [command, args] };
  }
  return {
    core,
    narrow: () => move(String(core)),
    widen: () => move(all),
    pinned: (command, args) => ["taskset", ["-c", String(core), command, ...args]],
  };
}

/** All threads that there are; later ones inherit. */
function move(cores: string): void {
  taskset("-acp", cores, String(process.pid));
}

function taskset(...args: string[]): string {
  return execFileSync("taskset", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}
