import type { Batch } from "@vlm/types";
import type { Tokens } from "./tokens.js";

/** @throws when a sample is too long for the model, or holds a token that the model does not know */
export function checkTokens(
  { ids, lengths }: Tokens,
  batch: Batch,
  { vocabulary, maxPositions }: { readonly vocabulary: number; readonly maxPositions: number },
): void {
  const longest = Math.max(...lengths);
  if (longest > maxPositions) {
    throw new Error(
      `models.batch: sample ${JSON.stringify(batch.ids[lengths.indexOf(longest)])} has ${longest} tokens; expected at most ${maxPositions}. Shorten the sample.`,
    );
  }
  const outside = ids.find((id) => id < 0 || id >= vocabulary);
  if (outside !== undefined) {
    throw new Error(
      `models.batch: token ${outside}; expected 0 to ${vocabulary - 1}. Use the tokenizer of this checkpoint.`,
    );
  }
}
