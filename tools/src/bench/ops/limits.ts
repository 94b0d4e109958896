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
 * a plain read of memory. Null where the backend does not measure them, or the machine has no such limit.
 */
export function limits(
  { flops, bytes, weight }: OpsWork,
  { threads }: { readonly threads: number },
): Readonly<Record<string, (() => number) | null>> {
  const { peakFlops, readBandwidth } = measurements();
  const pairs = weight === "bfloat16";
  return {
    "peak of the cores":
      peakFlops && (!pairs || multipliesPairs()) ? () => flops / peakFlops(SECONDS, threads, pairs) : null,
    "plain read from memory": readBandwidth
      ? () => bytes / readBandwidth(memory(), READ_BYTES, SECONDS, threads)
      : null,
  };
}

/** Whether the machine has instructions for products of bfloat16. */
export function multipliesPairs(): boolean {
  return (measurements().peakFlops?.(0, 1, true) ?? 0) > 0;
}

function measurements(): Partial<Measurements> {
  return (tf.backend() as { readonly kernels?: Partial<Measurements> }).kernels ?? {};
}

let read: Uint8Array | undefined;

/** Memory that is really there: pages that nobody wrote are one and the same. */
function memory(): Uint8Array {
  read ??= new Uint8Array(READ_BYTES).fill(1);
  return read;
}
