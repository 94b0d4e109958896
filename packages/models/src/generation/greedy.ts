import * as tf from "@tensorflow/tfjs-core";
import type { Decoding } from "./decoding.js";

export interface GenerateOptions {
  readonly maxNewTokens?: number;
  /** Tokens that end a row. They are not part of the answer, so a row shorter than `maxNewTokens` has ended. */
  readonly stopTokens?: readonly number[];
  /** Called with the row of the batch and its next token, as soon as it is known. */
  readonly onToken?: (row: number, token: number) => void;
}

/**
 * The likeliest next token of every sequence, until all have stopped. Gives the event loop a turn after each step.
 *
 * @returns tokens of each row
 */
export async function greedy(
  start: () => Decoding,
  { maxNewTokens = 256, stopTokens = [], onToken }: GenerateOptions = {},
): Promise<number[][]> {
  if (!Number.isInteger(maxNewTokens) || maxNewTokens < 1) {
    throw new Error(
      `models.generate: maxNewTokens is ${maxNewTokens}; expected a whole number from 1 on. Say how long an answer may be.`,
    );
  }
  const decoding = start();
  try {
    const answers = Array.from({ length: decoding.logits.shape[0] }, (): number[] => []);
    let active = answers.map((_, row) => row);
    for (let step = 1; active.length > 0; step++) {
      const best = await likeliest(decoding.logits);
      const going = [...active.keys()].filter((sequence) => !stopTokens.includes(best[sequence]!));
      for (const sequence of going) {
        answers[active[sequence]!]!.push(best[sequence]!);
        onToken?.(active[sequence]!, best[sequence]!);
      }
      if (step === maxNewTokens || going.length === 0) break;
      decoding.advance(going.map((sequence) => ({ sequence, token: best[sequence]! })));
      active = going.map((sequence) => active[sequence]!);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return answers;
  } finally {
    decoding.dispose();
  }
}

async function likeliest(logits: tf.Tensor2D): Promise<Int32Array> {
  const best = tf.argMax(logits, 1);
  const tokens = (await best.data()) as Int32Array;
  best.dispose();
  return tokens;
}
