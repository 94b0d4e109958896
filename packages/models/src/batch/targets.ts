import type { Batch } from "@vlm/types";
import type { Tokens } from "./tokens.js";

/** Which tokens' outputs carry a loss, and the class that each should predict. */
export interface Targets {
  /** Indices of tokens, ascending. */
  readonly rows: Int32Array;
  readonly labels: Int32Array;
}

export const NO_LABEL = -100;

/** The label of a token is predicted by the token before it in its sample; a sample's first token has none before it. */
export function targetsOf(batch: Batch, tokens: Tokens): Targets {
  const rows: number[] = [];
  const labels: number[] = [];
  let start = 0;
  for (const length of tokens.lengths) {
    for (let i = start + 1; i < start + length; i++) {
      const label = batch.labels.data[tokens.places[i]!]!;
      if (label === NO_LABEL) continue;
      rows.push(i - 1);
      labels.push(label);
    }
    start += length;
  }
  return { rows: Int32Array.from(rows), labels: Int32Array.from(labels) };
}
