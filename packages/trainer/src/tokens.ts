import type { Batch } from "@vlm/types";

/** Tokens that a loss is taken on: labels other than −100, but for a row's first, which nothing predicts. */
export function countLabelTokens({ labels: { data, shape } }: Batch): number {
  const length = shape[1]!;
  let count = 0;
  for (let i = 0; i < data.length; i++) if (i % length !== 0 && data[i] !== -100) count++;
  return count;
}

/** Tokens of a batch without its padding. */
export function countTokens({ attentionMask: { data } }: Batch): number {
  let count = 0;
  for (const mask of data) count += mask;
  return count;
}
