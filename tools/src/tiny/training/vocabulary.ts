import type { TokenBytes } from "@vlm/models";
import { lookWords } from "../lessons/looking.js";

/** Texts of the tokens that are whole texts, and the tokens of words that cells say. */
export interface Words {
  /** For lessons in writing. */
  readonly all: readonly string[];
  token(word: string): number;
}

/** @param bytes of each token by its id, null for those that are no text */
export function wordsOf(bytes: TokenBytes): Words {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const tokens = new Map<string, number>();
  for (const [id, text] of bytes.entries()) {
    try {
      if (text && text.length > 0) tokens.set(decoder.decode(text), id);
    } catch {
      // Part of a character: nothing to copy.
    }
  }
  const missing = lookWords.filter((word) => !tokens.has(word));
  if (missing.length > 0) {
    throw new Error(
      `tiny.wordsOf: the tokenizer has no token for ${missing.map((word) => JSON.stringify(word)).join(", ")}; expected one each. Let cells say other words (lessons/looking.ts).`,
    );
  }
  return { all: [...tokens.keys()], token: (word) => tokens.get(word)! };
}
