import * as tf from "@tensorflow/tfjs-core";
import type { KeyValueCache } from "@vlm/ops";
import type { Tokens } from "./batch/tokens.js";
import type { Continuation, Decoding } from "./generation/decoding.js";
import { tailOf } from "./language/tail.js";
import type { Network, Reading } from "./network.js";

/** Continues sequences token by token; the position after an image is one beyond the largest so far. */
export class CachedDecoding implements Decoding {
  logits: tf.Tensor2D;
  readonly #network: Network;
  readonly #caches: readonly KeyValueCache[];
  #nextPositions: readonly number[];

  constructor(network: Network, { tokens, hidden }: Reading) {
    const { lengths } = tokens;
    this.#network = network;
    this.#caches = network.caches();
    this.#nextPositions = nextPositions(tokens);
    const tail = tailOf(
      lengths,
      lengths.map(() => 1),
    );
    this.logits = tf.keep(tf.tidy(() => network.logits(hidden({ caches: this.#caches, tail }))));
  }

  advance(continuations: readonly Continuation[]): void {
    const sequences = continuations.map(({ sequence }) => sequence);
    if (sequences.length < this.#nextPositions.length || sequences.some((sequence, i) => sequence !== i)) {
      for (const cache of this.#caches) cache.select(sequences);
    }
    const positions = Int32Array.from(sequences, (sequence) => this.#nextPositions[sequence]!);
    const ids = Int32Array.from(continuations, ({ token }) => token);
    const logits = tf.tidy(() => this.#network.logits(this.#network.extend(ids, positions, this.#caches)));
    this.logits.dispose();
    this.logits = tf.keep(logits);
    this.#nextPositions = Array.from(positions, (position) => position + 1);
  }

  dispose(): void {
    this.logits.dispose();
    for (const cache of this.#caches) cache.dispose();
  }
}

function nextPositions({ positions, lengths }: Tokens): number[] {
  let start = 0;
  return lengths.map((length) => {
    let largest = 0;
    for (const axis of positions) for (let i = start; i < start + length; i++) largest = Math.max(largest, axis[i]!);
    start += length;
    return largest + 1;
  });
}
