import type * as tf from "@tensorflow/tfjs-core";

/** A sequence that goes on, by its number among those that are being decoded, and its next token. */
export interface Continuation {
  readonly sequence: number;
  readonly token: number;
}

/** Sequences in the middle of generation, with the keys and values of all that came before. */
export interface Decoding {
  /** Logits [S, V] of each sequence's next token; the decoding's own, replaced by `advance`. */
  readonly logits: tf.Tensor2D;
  /** Adds one token to each of these sequences and drops the others; the rest are numbered anew, in this order. */
  advance(continuations: readonly Continuation[]): void;
  dispose(): void;
}
