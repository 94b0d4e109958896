import * as tf from "@tensorflow/tfjs-core";
import type { OpsWork } from "./work.js";

/** What a native backend measures of the machine, with the threads that it computes with. */
interface Measurements {
  /** Fused multiply-adds in registers, in floating-point operations a second. */
  peakFlops(seconds: number): number;
  /** A plain read of memory that no cache holds, in bytes a second. */
  readBandwidth(bytes: number): number;
}

/** Seconds that a piece of work would take at the machine's limits, measured anew each time; null: nobody measures them. */
export function limits({ flops, bytes }: OpsWork): Readonly<Record<string, (() => number) | null>> {
  const { kernels = {} } = tf.backend() as { readonly kernels?: Partial<Measurements> };
  const { peakFlops, readBandwidth } = kernels;
  return {
    "peak of the cores": peakFlops ? () => flops / peakFlops(0.02) : null,
    "plain read from memory": readBandwidth ? () => bytes / readBandwidth(1 << 28) : null,
  };
}
