import type { BatchSource } from "@vlm/trainer";
import type { Batch } from "@vlm/types";

/** What a run trains on, and what it is measured on. */
export interface TrainingData {
  readonly kind: "positions" | "conversations";
  readonly batches: BatchSource;
  /** The same batches at every call; null where nothing is held out. */
  readonly heldOut: (() => Iterable<Batch> | AsyncIterable<Batch>) | null;
  /** Ends the threads that make batches. */
  close(): Promise<void>;
}
