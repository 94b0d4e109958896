import type { Kernels } from "./kernels.js";

/** Instruction sets that the kernels are compiled for, the widest last. */
export const LEVELS = ["scalar", "avx2", "avx512", "avx512bf16"] as const;
export type Level = (typeof LEVELS)[number];

/** What the compiled addon offers. */
export interface Addon {
  /** The kernels for every instruction set that this machine runs. */
  readonly levels: Readonly<Partial<Record<Level, Kernels>>>;
  /** Memory that is not cleared, aligned to cache lines. */
  allocate(bytes: number): ArrayBuffer;
  /** Whether memory must not be rounded up, since a sanitizer watches its ends. */
  readonly exact: boolean;
  /** How many threads work on kernels that this JavaScript thread calls. */
  setThreads(threads: number): void;
  threads(): number;
}
