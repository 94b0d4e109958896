import type { Progress } from "@vlm/cli";
import type { BackendName } from "@vlm/ops";

/** Results of one call by name, to compare sides before they are timed. */
export type Outputs = Readonly<Record<string, Int32Array | Float32Array | Uint8Array>>;

/** The timed work of one case, on our side. Call k gets the same data as the rivals' call k. */
export interface Work {
  /** What is timed; a promise is awaited. */
  run(call: number): unknown;
  /** What call `call` makes. Not timed. */
  output(call: number): Outputs | Promise<Outputs>;
  /** For a limit of the machine, which is not timed: the seconds that the case's work would take at it. */
  seconds?(): number;
  /** Largest resident set of a process that does the work once, in bytes. */
  peakBytes?(): Promise<number>;
  close?(): Promise<void>;
}

/** Another program that does the same work. */
export interface Rival {
  /** Its name in reports; with the case's name, `case/rival`, what its process knows it by. */
  readonly name: string;
  /** Largest absolute difference of float results that still counts as equal; 0 by default. */
  readonly tolerance?: number;
  /** False: shown for comparison, but the case's ratio is not taken to it. */
  readonly counts?: boolean;
  /** The least ratio to this one that we ask of ourselves. */
  readonly goal?: number;
  /** Other work of ours, or a limit of the machine, that we measure ourselves by: it is not compared, and does not count. */
  readonly yardstick?: boolean;
  /** Environment variable that names this rival's own program, started with the folder; the group's script by default. */
  readonly program?: string;
  /** "us": our own program does it, on another backend if one is named. The rivals' program by default. */
  readonly by?: "rivals" | "us";
  readonly backend?: BackendName;
  /** For a rival of our own, in this process. */
  readonly open?: (context: Context) => Promise<Work>;
}

export type Compute = "float32" | "bfloat16";

/** What a benchmark measures. */
export interface Case {
  readonly name: string;
  /** What one call does. */
  readonly about: string;
  /** Things done in one call, and what they are called. */
  readonly items: number;
  readonly unit: string;
  /** Bytes read or written in one call, for a rate. */
  readonly bytes?: number;
  /** Floating-point operations of one call, for a rate. */
  readonly flops?: number;
  readonly rivals: readonly Rival[];
  /** The least ratio to the fastest rival that we ask of ourselves. */
  readonly goal?: number;
  /** The largest resident set that we allow ourselves, in bytes. */
  readonly peakLimitBytes?: number;
  /** The largest resident set that we allow ourselves, as a share of the fastest rival's. */
  readonly peakShareLimit?: number;
  /** Untimed calls of each side before the first round; 10 by default. */
  readonly warmUpCalls?: number;
  /** A turn of the slowest side lasts about this long; 0.3 by default. */
  readonly turnSeconds?: number;
  /** "all": our side may use every core, and the clock is on the wall. One core by default. */
  readonly cores?: "one" | "all";
  /** What our program multiplies in; float32 by default. bfloat16 only where the CPU has instructions for it. */
  readonly compute?: Compute;
  /** What programs must know of the case: the runner writes it to `cases.json`, by the case's name. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Writes what programs read, before any of them is asked. */
  prepare?(context: Context): Promise<void>;
  /** Our side in this process; without it the group's program of ours does the case. */
  open?(context: Context): Promise<Work>;
}

/** Where a case finds and leaves data that its rivals read too. */
export interface Context {
  readonly folder: string;
  /** Sizes that take minutes. */
  readonly large: boolean;
  progress(label: string, total: number, options?: { readonly unit?: string }): Progress;
}

/** Cases that share programs. */
export interface Group {
  readonly name: string;
  /** The rivals' script in tools/python/rivals. */
  readonly peer: string;
  /** Our side's program, which `serve` makes one, for cases that are not opened in this process. */
  readonly ours?: URL;
  /** Every side of every case gets a process of its own, whose memory says what that side needs. */
  readonly fresh?: boolean;
  readonly cases: readonly Case[];
}
