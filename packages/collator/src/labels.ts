import type { Sample } from "@vlm/types";

/** Trained tokens from `begin` up to `end` that a loss is taken on: no placeholder, and not the first, which nothing predicts. */
export function countLabels(
  { tokens, trained }: Pick<Sample, "tokens" | "trained">,
  imageTokenId: number | undefined,
  begin = 0,
  end: number = tokens.length,
): number {
  let count = 0;
  for (let i = Math.max(begin, 1); i < end; i++) if (trained[i] && tokens[i] !== imageTokenId) count++;
  return count;
}
