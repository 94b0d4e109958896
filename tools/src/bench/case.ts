import type { Progress } from "@vlm/cli";

/** Results of one call by name, to compare sides before they are timed. */
export type Outputs = Readonly<Record<string, Int32Array | Float32Array | Uint8Array>>;

/** The timed work of one case, on our side. Call k gets the same data as the rivals' call k. */
export interface Work {
  /** What is timed; a promise is awaited. */
  run(call: number): unknown;
  /** What call `call` makes. Not timed. */
  output(call: number): Outputs | Promise<Outputs>;
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
  /** For a rival of our own, in this process. */
  readonly open?: (context: Context) => Promise<Work>;
}

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
  readonly rivals: readonly Rival[];
  /** The least ratio to the fastest rival that we ask of ourselves. */
  readonly goal?: number;
  /** The largest resident set that we allow ourselves, in bytes. */
  readonly peakLimitBytes?: number;
  /** Untimed calls of each side before the first round; 10 by default. */
  readonly warmUpCalls?: number;
  /** "all": our side may use every core, and the clock is on the wall. One core by default. */
  readonly cores?: "one" | "all";
  open(context: Context): Promise<Work>;
}

/** Where a case finds and leaves data that its rivals read too. */
export interface Context {
  readonly folder: string;
  /** Sizes that take minutes. */
  readonly large: boolean;
  progress(label: string, total: number, options?: { readonly unit?: string }): Progress;
}

/** Cases that share a rival's process. */
export interface Group {
  readonly name: string;
  /** The rivals' script in tools/python/rivals. */
  readonly peer: string;
  readonly cases: readonly Case[];
}
