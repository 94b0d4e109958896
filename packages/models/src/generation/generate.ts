import * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "@vlm/types";
import { refusePacked } from "../batch/segments.js";
import type { TokenBytes } from "../constraint/vocabulary.js";
import type { Decoding } from "./decoding.js";
import { type GenerateOptions, type Settings, settingsOf } from "./options.js";
import { type Row, rowsOf } from "./row.js";

/** What generation asks of a model. */
export interface Starter {
  /** Reads the batch into a cache, ready to continue each of its rows. */
  start(batch: Batch): Decoding;
}

/** Some text of an answer. */
export interface Piece {
  /** Of the batch. */
  readonly row: number;
  readonly text: string;
}

export interface StreamOptions extends GenerateOptions {
  readonly vocabulary: TokenBytes;
}

/**
 * Answers every row of a batch, token by token; the likeliest tokens unless options say otherwise. Gives the event loop
 * a turn after each step.
 *
 * @returns tokens of each row
 * @throws when options do not fit together, before any work
 */
export async function generate(model: Starter, batch: Batch, options: GenerateOptions = {}): Promise<number[][]> {
  const rows = prepared(batch, settingsOf(batch.inputIds.shape[0]!, options));
  for await (const _ of steps(model, batch, rows)) {
    // The rows hold the answers.
  }
  return rows.map(({ answer }) => answer);
}

/**
 * The same as text, as it comes: never half a character, nothing of a stop string or of what follows it. The pieces of a
 * row make up its answer. Leaving the loop frees everything.
 */
export function stream(model: Starter, batch: Batch, options: StreamOptions): AsyncGenerator<Piece> {
  return steps(model, batch, prepared(batch, settingsOf(batch.inputIds.shape[0]!, options)));
}

function prepared(batch: Batch, settings: Settings): Row[] {
  refusePacked(batch);
  return rowsOf(batch, settings);
}

async function* steps(model: Starter, batch: Batch, rows: readonly Row[]): AsyncGenerator<Piece> {
  if (rows.every(({ isDone }) => isDone)) return;
  const decoding = model.start(batch);
  try {
    let active = rows;
    for (;;) {
      const tokens = await nextTokens(decoding.logits, active);
      for (const [sequence, row] of active.entries()) {
        const text = row.isDone ? "" : row.take(tokens[sequence]!);
        if (text !== "") yield { row: row.index, text };
      }
      const going = [...active.keys()].filter((sequence) => !active[sequence]!.isDone);
      if (going.length === 0) return;
      decoding.advance(going.map((sequence) => ({ sequence, token: tokens[sequence]! })));
      active = going.map((sequence) => active[sequence]!);
      await new Promise((resolve) => setTimeout(resolve));
    }
  } finally {
    decoding.dispose();
  }
}

/** One token for each row; of rows that are done, any. */
async function nextTokens(logits: tf.Tensor2D, rows: readonly Row[]): Promise<Int32Array> {
  if (rows.every((row) => row.isPlain)) {
    const best = tf.argMax(logits, 1);
    const tokens = (await best.data()) as Int32Array;
    best.dispose();
    return tokens;
  }
  const data = (await logits.data()) as Float32Array;
  const vocabulary = logits.shape[1];
  return Int32Array.from(rows, (row, sequence) =>
    row.isDone ? 0 : row.choose(data.subarray(sequence * vocabulary, (sequence + 1) * vocabulary)),
  );
}
