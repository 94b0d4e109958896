import type { Image } from "./image.js";

/** A conversation as token ids: what a chat template makes and a collator takes. */
export interface Sample {
  readonly id: string;
  /** One placeholder token for each image; the collator expands it. */
  readonly tokens: Int32Array;
  /** 1 where the assistant wrote the token and the loss should see it; same length as `tokens`. */
  readonly trained: Uint8Array;
  /** In the order of their placeholders. */
  readonly images: readonly Image[];
  /**
   * Where `tokens` may be cut: the offset at which each of the user's turns begins, ascending. A turn goes on, with all
   * that answers it, to where the next begins; what stands before the first (system text, tools) goes with every part.
   */
  readonly turns?: readonly number[];
}
