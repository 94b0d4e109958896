import type { Batch } from "@vlm/types";

/** Tokens that a loss is taken on: labels other than −100, but for a sample's first token, which nothing predicts. */
export function countLabelTokens({ labels, attentionMask, segmentIds }: Batch): number {
  const [rows, length] = labels.shape as [number, number];
  let count = 0;
  for (let row = 0; row < rows; row++) {
    let begun: number | undefined;
    for (let at = row * length; at < (row + 1) * length; at++) {
      if (attentionMask.data[at] === 0) continue;
      const segment = segmentIds?.data[at] ?? 1;
      if (begun === segment && labels.data[at] !== -100) count++;
      begun = segment;
    }
  }
  return count;
}

/** Tokens of a batch without its padding. */
export function countTokens({ attentionMask: { data } }: Batch): number {
  let count = 0;
  for (const mask of data) count += mask;
  return count;
}
