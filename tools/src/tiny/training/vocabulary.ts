import type { TokenBytes } from "@vlm/models";

/**
 * Texts of the tokens that are whole texts, to be copied in lessons.
 *
 * @param bytes of each token by its id, null for those that are no text
 */
export function wordsOf(bytes: TokenBytes): readonly string[] {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return bytes.flatMap((text) => {
    try {
      return text && text.length > 0 ? [decoder.decode(text)] : [];
    } catch {
      // Part of a character: nothing to copy.
      return [];
    }
  });
}
