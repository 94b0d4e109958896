import * as tf from "@tensorflow/tfjs-core";
import { hasKernel } from "../backend/kernel.js";
import { copyRows } from "../rows/rows.js";
import type { Runs } from "../rows/runs.js";
import type { Segment } from "./segment.js";

/** Rows of one sequence: `length` from `start` on are held, and new ones may go in up to `limit`. */
interface Place {
  readonly start: number;
  readonly length: number;
  readonly limit: number;
}

/** Tokens that a sequence gets room for at least when it needs more. */
const SMALLEST_ROOM = 32;

/**
 * Keys and values of all tokens that one attention layer has seen, for decoding. It owns its tensors. Where the backend
 * can write into a tensor, each sequence has room for about as many tokens again as it holds, so that a new token costs
 * the same however many there are; elsewhere every step makes new tensors.
 */
export class KeyValueCache {
  #keys: tf.Tensor | null = null;
  #values: tf.Tensor | null = null;
  #places: readonly Place[] = [];
  readonly #window: number;

  /** @param options.window of the attention: keys that no later query can see are dropped before the next are added */
  constructor({ window = Number.POSITIVE_INFINITY }: { readonly window?: number } = {}) {
    this.#window = window;
  }

  /**
   * Adds new tokens of every sequence at its end and returns what `attention` needs for them. The tensors stay the
   * cache's own, which writes into them at the next call.
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
    if (this.#keys && counts.length !== this.#places.length) {
      throw new Error(
        `ops.KeyValueCache.append: ${counts.length} sequences; expected ${this.#places.length}. Call select for those that go on.`,
      );
    }
    const held = this.#keys ? this.#places : counts.map(() => ({ start: 0, length: 0, limit: 0 }));
    const kept = held.map((place) => lastOf(place, this.#window - 1));
    const fits = kept.every(({ start, length, limit }, i) => start + length + counts[i]! <= limit);
    if (!hasKernel("WriteRows")) this.#join(kept, keys, values, counts);
    else {
      if (this.#keys && fits) this.#places = kept;
      else this.#makeRoom(kept, keys.shape, counts);
      this.#write(keys, values, counts);
    }
    this.#places = this.#places.map((place, i) => ({ ...place, length: place.length + counts[i]! }));
    const segments = this.#places.map(({ start, length }, i) => ({
      queries: counts[i]!,
      keys: length,
      firstKey: start,
    }));
    return { keys: this.#keys!, values: this.#values!, segments };
  }

  /** Keeps only these sequences, in this order. One that is named twice parts at the next `append`. */
  select(sequences: readonly number[]): void {
    const repeated = new Set(sequences).size < sequences.length;
    this.#places = sequences.map((i) => (repeated ? { ...this.#places[i]!, limit: 0 } : this.#places[i]!));
  }

  dispose(): void {
    this.#keys?.dispose();
    this.#values?.dispose();
    this.#keys = null;
    this.#values = null;
    this.#places = [];
  }

  #replace(keys: tf.Tensor, values: tf.Tensor): void {
    this.#keys?.dispose();
    this.#values?.dispose();
    this.#keys = tf.keep(keys);
    this.#values = tf.keep(values);
  }

  /** New tensors of just the rows that are kept and those to come, sequence after sequence. */
  #join(kept: readonly Place[], keys: tf.Tensor, values: tf.Tensor, counts: readonly number[]): void {
    const before = this.#keys?.shape[0] ?? 0;
    const added = runsAfterEachOther(counts, before);
    const runs = Int32Array.from(
      kept.flatMap(({ start, length }, i) => [start, length, added[2 * i]!, added[2 * i + 1]!]),
    );
    this.#replace(joined(this.#keys, keys, runs), joined(this.#values, values, runs));
    this.#places = placesAfterEachOther(kept, counts, 0);
  }

  /** New tensors with room for the tokens to come and about as many again, holding the rows that are kept. */
  #makeRoom(kept: readonly Place[], shape: readonly number[], counts: readonly number[]): void {
    const total = kept.reduce((sum, { length }, i) => sum + length + counts[i]!, 0);
    const places = placesAfterEachOther(kept, counts, Math.max(SMALLEST_ROOM, Math.ceil(total / kept.length)));
    const roomy = (old: tf.Tensor | null): tf.Tensor => {
      const room = tf.zeros([places.at(-1)!.limit, ...shape.slice(1)]);
      if (old) writeRows(room, old, runsOfPlaces(kept), runsOfPlaces(places));
      return room;
    };
    this.#replace(roomy(this.#keys), roomy(this.#values));
    this.#places = places;
  }

  #write(keys: tf.Tensor, values: tf.Tensor, counts: readonly number[]): void {
    const from = runsAfterEachOther(counts, 0);
    const to = Int32Array.from(this.#places.flatMap(({ start, length }, i) => [start + length, counts[i]!]));
    writeRows(this.#keys!, keys, from, to);
    writeRows(this.#values!, values, from, to);
  }
}

function lastOf({ start, length, limit }: Place, count: number): Place {
  const kept = Math.min(length, count);
  return { start: start + length - kept, length: kept, limit };
}

/** Places as long as `kept`, each with room for its new tokens and `room` more behind. */
function placesAfterEachOther(kept: readonly Place[], counts: readonly number[], room: number): Place[] {
  let next = 0;
  return counts.map((count, i) => {
    const { length } = kept[i]!;
    const start = next;
    next = start + length + count + room;
    return { start, length, limit: next };
  });
}

function runsAfterEachOther(counts: readonly number[], start: number): Runs {
  let next = start;
  return Int32Array.from(
    counts.flatMap((count) => {
      next += count;
      return [next - count, count];
    }),
  );
}

function runsOfPlaces(places: readonly Place[]): Runs {
  return Int32Array.from(places.flatMap(({ start, length }) => [start, length]));
}

function writeRows(into: tf.Tensor, rows: tf.Tensor, from: Runs, to: Runs): void {
  tf.engine().runKernel<tf.Tensor>("WriteRows", { into, rows }, { from, to }).dispose();
}

function joined(old: tf.Tensor | null, added: tf.Tensor, runs: Runs): tf.Tensor {
  if (!old) return tf.clone(added);
  return tf.tidy(() => copyRows(tf.concat([old, added], 0), runs));
}
