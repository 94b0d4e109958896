import type { Batch } from "@vlm/types";
import { epochOrder } from "./epoch-order.js";

/** Batches by their position in a run. A pure function of the position: that makes resuming exact. */
export interface BatchSource {
  /** Micro-steps of one epoch. */
  readonly epochLength: number;
  /** The batch of a micro-step, counted from 0 over all epochs. */
  at(microStep: number): Batch | Promise<Batch>;
  /** Called with a batch that the run is done with, so that its memory can be used again. */
  recycle?(batch: Batch): void;
}

/**
 * Samples in a fresh seeded order every epoch, in batches of `batchSize`; the last of an epoch may be smaller.
 * `make` gets the samples' indices and the epoch, so that a sample may look different in every epoch.
 */
export function shuffledBatches(
  length: number,
  make: (indices: readonly number[], epoch: number) => Batch | Promise<Batch>,
  { batchSize, seed = 0 }: { batchSize: number; seed?: number },
): BatchSource {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`trainer.shuffledBatches: length is ${length}; expected at least one sample. Add samples.`);
  }
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(
      `trainer.shuffledBatches: batchSize is ${batchSize}; expected a positive integer. Set it to 1 or more.`,
    );
  }
  const epochLength = Math.ceil(length / batchSize);
  let kept: { epoch: number; order: Uint32Array } | undefined;
  return {
    epochLength,
    at(microStep: number): Batch | Promise<Batch> {
      const epoch = Math.floor(microStep / epochLength);
      if (kept?.epoch !== epoch) kept = { epoch, order: epochOrder(length, { seed, epoch }) };
      const first = (microStep % epochLength) * batchSize;
      return make([...kept.order.subarray(first, first + batchSize)], epoch);
    },
  };
}
