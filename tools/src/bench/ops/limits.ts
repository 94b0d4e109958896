import * as tf from "@tensorflow/tfjs-core";
import type { OpsWork } from "./work.js";

/** What a native backend measures of the machine. */
interface Measurements {
  peakFlops(seconds: number, threads: number, pairs: boolean): number;
  readBandwidth(data: Uint8Array, bytes: number, seconds: number, threads: number): number;
}

const SECONDS = 0.02;
/** More than caches hold. */
const READ_BYTES = 1 << 28;

/**
 * Seconds that a piece of work would take at the machine's limits, measured anew each time: multiply-adds in registers, and
 * a plain read of memory. Null where the backend does not measure them.
 */
export function limits(
  { flops, bytes }: OpsWork,
  { threads, pairs }: { readonly threads: number; readonly pairs: boolean },
): Readonly<Record<string, (() => number) | null>> {
  const { kernels = {} } = tf.backend() as { readonly kernels?: Partial<Measurements> };
  const { peakFlops, readBandwidth } = kernels;
  return {
    "peak of the cores": peakFlops ? () => flops / peakFlops(SECONDS, threads, pairs) : null,
    "plain read from memory": readBandwidth
      ? () => bytes / readBandwidth(memory(), READ_BYTES, SECONDS, threads)
      : null,
  };
}

let read: Uint8Array | undefined;

/** Memory that is really there: pages that nobody wrote are one and the same. */
function memory(): Uint8Array {
  read ??= new Uint8Array(READ_BYTES).fill(1);
  return read;
}
