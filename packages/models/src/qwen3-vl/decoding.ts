import * as tf from "@tensorflow/tfjs-core";
import { KeyValueCache } from "@vlm/ops";
import type { Continuation, Decoding } from "../generation/decoding.js";
import type { Input } from "./input.js";
import { tailOf } from "./tail.js";
import type { Deepstack, TextModel } from "./text-model.js";

/** Continues sequences token by token; the position after an image is one beyond the largest so far. */
export class Qwen3VLDecoding implements Decoding {
  logits: tf.Tensor2D;
  readonly #text: TextModel;
  readonly #caches: readonly KeyValueCache[];
  #nextPositions: readonly number[];

  /** @param embed makes the embeddings [N, D] of the input's tokens, images in place */
  constructor(text: TextModel, input: Input, embed: () => { x: tf.Tensor; deepstack: Deepstack }) {
    this.#text = text;
    this.#caches = Array.from({ length: text.layerCount }, () => new KeyValueCache());
    this.#nextPositions = nextPositions(input);
    this.logits = tf.keep(
      tf.tidy(() => {
        const { x, deepstack } = embed();
        const { positions, lengths } = input;
        const tail = tailOf(
          lengths,
          lengths.map(() => 1),
        );
        return text.logits(text.apply(x, positions, lengths, { caches: this.#caches, deepstack, tail }));
      }),
    );
  }

  advance(continuations: readonly Continuation[]): void {
    const sequences = continuations.map(({ sequence }) => sequence);
    if (sequences.length < this.#nextPositions.length || sequences.some((sequence, i) => sequence !== i)) {
      for (const cache of this.#caches) cache.select(sequences);
    }
    const positions = Int32Array.from(sequences, (sequence) => this.#nextPositions[sequence]!);
    const logits = tf.tidy(() => {
      const x = this.#text.embed(Int32Array.from(continuations, ({ token }) => token));
      const counts = sequences.map(() => 1);
      const hidden = this.#text.apply(x, [positions, positions, positions], counts, { caches: this.#caches });
      return this.#text.logits(hidden);
    });
    this.logits.dispose();
    this.logits = tf.keep(logits);
    this.#nextPositions = Array.from(positions, (position) => position + 1);
  }

  dispose(): void {
    this.logits.dispose();
    for (const cache of this.#caches) cache.dispose();
  }
}

function nextPositions({ positions, lengths }: Input): number[] {
  let start = 0;
  return lengths.map((length) => {
    let largest = 0;
    for (const axis of positions) for (let i = start; i < start + length; i++) largest = Math.max(largest, axis[i]!);
    start += length;
    return largest + 1;
  });
}
