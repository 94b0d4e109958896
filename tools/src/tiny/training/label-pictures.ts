import type { Batch } from "@vlm/types";
import type { Looks } from "../lessons/looking.js";

export interface LabelOptions {
  readonly imageToken: number;
  readonly token: (word: string) => number;
}

/**
 * The batch with labels on image tokens too: what the picture's token of a cell predicts is not the next token of the
 * text, which is another image token, but the word that the cell is to say. One token a cell, row by row.
 */
export function labelPictures(batch: Batch, looks: readonly Looks[], { imageToken, token }: LabelOptions): Batch {
  const [rows, width] = batch.inputIds.shape as [number, number];
  const labels = batch.labels.data.slice();
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    const first = batch.inputIds.data.subarray(start, start + width).indexOf(imageToken);
    // The label of a token is predicted by the token before it.
    for (const [cell, word] of looks[row]!) labels[start + first + cell + 1] = token(word);
  }
  return { ...batch, labels: { data: labels, shape: batch.labels.shape } };
}
