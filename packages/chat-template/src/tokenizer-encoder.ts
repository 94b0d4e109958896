import { AddedTokens } from "./added-tokens.js";
import { Recent } from "./recent.js";
import type { TokenizerJson } from "./tokenizer-json.js";
import { type TokenizerParts, wordsOf } from "./tokenizer-words.js";

const CACHED_WORDS = 16_384;
const CACHED_LENGTH = 32;

/** Turns text into ids: with every added token known, or with special tokens spelled out. */
export interface Encoder {
  encode(text: string): number[];
  encodePlain(text: string): number[];
}

/**
 * An encoder that remembers the ids of words, and needs one tokenizer of the library for both ways; null where words
 * are not known to be independent, or added tokens do more than match. At most 32,768 words of at most 32 UTF-16 units
 * are remembered: about 5 MB of ordinary words, 30 MB of words of which every byte is a token.
 */
export function wordEncoder(
  json: TokenizerJson,
  config: Readonly<Record<string, unknown>>,
  library: TokenizerParts,
): Encoder | null {
  const words = wordsOf(json, library);
  if (!words || config.remove_space === true || config.do_lowercase_and_remove_accent === true) return null;
  if (!addedTokensOnlyMatch(json) || !isNeutral(json.post_processor)) return null;
  const known = new Recent<readonly number[]>(CACHED_WORDS);
  const all = new AddedTokens(json.added_tokens);
  const plain = new AddedTokens(json.added_tokens.filter((token) => !token.special));
  const encode = (text: string, added: AddedTokens): number[] => {
    const ids: number[] = [];
    for (const piece of added.cut(text)) {
      if (typeof piece === "number") ids.push(piece);
      else encodeSection(library.normalizer ? library.normalizer(piece) : piece, added, ids);
    }
    return ids;
  };
  const encodeSection = (section: string, added: AddedTokens, ids: number[]): void => {
    const id = added.id(section);
    if (id !== undefined) {
      ids.push(id);
      return;
    }
    for (const word of words.cut(section)) {
      for (const token of known.get(word) ?? encodeWord(word)) ids.push(token);
    }
  };
  const encodeWord = (word: string): readonly number[] => {
    const ids = words.tokens(word).map((token) => library.token_to_id(token)!);
    if (word.length <= CACHED_LENGTH) known.set(word, ids);
    return ids;
  };
  return { encode: (text) => encode(text, all), encodePlain: (text) => encode(text, plain) };
}

/** Added tokens take no spaces with them, are looked for before normalizing, and no merge makes a special one. */
function addedTokensOnlyMatch({ added_tokens, normalizer, model }: TokenizerJson): boolean {
  const special = new Set(added_tokens.filter((token) => token.special).map((token) => token.content));
  const isSimple = added_tokens.every(
    ({ lstrip, rstrip, single_word, normalized, special }) =>
      !lstrip && !rstrip && !single_word && (!normalizer || !(normalized ?? !special)),
  );
  const isMerged = (model.merges ?? []).some((merge) =>
    special.has(typeof merge === "string" ? merge.replace(" ", "") : merge.join("")),
  );
  return isSimple && !isMerged && ![...special].some((token) => [...token].length === 1);
}

/** Whether a post-processor leaves a single text alone when no special tokens are to be added. */
function isNeutral(part: unknown): boolean {
  if (!part) return true;
  if (typeof part !== "object" || !("type" in part)) return false;
  if (part.type === "ByteLevel") return true;
  if (part.type !== "TemplateProcessing" || !("single" in part) || !Array.isArray(part.single)) return false;
  return part.single.filter((item: object) => "Sequence" in item).length === 1;
}
