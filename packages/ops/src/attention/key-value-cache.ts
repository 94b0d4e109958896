import * as tf from "@tensorflow/tfjs-core";
import { copyRows } from "../rows/rows.js";
import { type Segment, segmentsOf } from "./segment.js";

/**
 * Keys and values of all tokens that one attention layer has seen, sequence after sequence, for decoding. It owns its
 * tensors.
 */
export class KeyValueCache {
  #keys: tf.Tensor | null = null;
  #values: tf.Tensor | null = null;
  #lengths: readonly number[] = [];
  readonly #window: number;

  /** @param options.window of the attention: keys that no later query can see are dropped before the next are added */
  constructor({ window = Number.POSITIVE_INFINITY }: { readonly window?: number } = {}) {
    this.#window = window;
  }

  /**
   * Adds new tokens of every sequence at its end and returns what `attention` needs for them. The tensors stay the
   * cache's own.
   *
   * @param keys [ΣQ, KV, D]
   * @param values [ΣQ, KV, D]
   * @param counts new tokens of each sequence
   */
  append(
    keys: tf.Tensor,
    values: tf.Tensor,
    counts: readonly number[],
  ): { keys: tf.Tensor; values: tf.Tensor; segments: Segment[] } {
    if (this.#keys && counts.length !== this.#lengths.length) {
      throw new Error(
        `ops.KeyValueCache.append: ${counts.length} sequences; expected ${this.#lengths.length}. Call select for those that go on.`,
      );
    }
    const held = this.#keys ? this.#lengths : counts.map(() => 0);
    const before = held.map((length) => Math.min(length, this.#window - 1));
    const runs = interleave(held, before, counts);
    this.#replace(joined(this.#keys, keys, runs), joined(this.#values, values, runs));
    this.#lengths = before.map((length, i) => length + counts[i]!);
    const segments = segmentsOf(this.#lengths).map((segment, i) => ({ ...segment, queries: counts[i]! }));
    return { keys: this.#keys!, values: this.#values!, segments };
  }

  /** Keeps only these sequences, in this order. */
  select(sequences: readonly number[]): void {
    const starts = startsOf(this.#lengths);
    const runs = Int32Array.from(sequences.flatMap((i) => [starts[i]!, this.#lengths[i]!]));
    this.#replace(copyRows(this.#keys!, runs), copyRows(this.#values!, runs));
    this.#lengths = sequences.map((i) => this.#lengths[i]!);
  }

  dispose(): void {
    this.#keys?.dispose();
    this.#values?.dispose();
    this.#keys = null;
    this.#values = null;
    this.#lengths = [];
  }

  #replace(keys: tf.Tensor, values: tf.Tensor): void {
    this.#keys?.dispose();
    this.#values?.dispose();
    this.#keys = tf.keep(keys);
    this.#values = tf.keep(values);
  }
}

function startsOf(lengths: readonly number[]): number[] {
  let next = 0;
  return lengths.map((length) => {
    next += length;
    return next - length;
  });
}

/** Rows of [held; new] in the order: the last of the first sequence's held, its new, the last of the second's, … */
function interleave(held: readonly number[], kept: readonly number[], counts: readonly number[]): Int32Array {
  const total = held.reduce((a, b) => a + b, 0);
  const [heldStarts, newStarts] = [startsOf(held), startsOf(counts)];
  return Int32Array.from(
    counts.flatMap((count, i) => [heldStarts[i]! + held[i]! - kept[i]!, kept[i]!, total + newStarts[i]!, count]),
  );
}

function joined(old: tf.Tensor | null, added: tf.Tensor, runs: Int32Array): tf.Tensor {
  if (!old) return tf.clone(added);
  return tf.tidy(() => copyRows(tf.concat([old, added], 0), runs));
}
