import { Tokenizer as HubTokenizer } from "@huggingface/tokenizers";
import type { TokenizerJson } from "./tokenizer-json.js";

/** The parts of the library's tokenizer that are called one by one. */
export interface TokenizerParts {
  readonly normalizer: ((text: string) => string) | null;
  /** Tokens of words, as the vocabulary spells them. */
  readonly model: (words: string[]) => string[];
  token_to_id(token: string): number | undefined;
}

/** How normalized text falls into words, each of which has the same tokens wherever it stands. */
export interface Words {
  cut(text: string): readonly string[];
  /** The tokens of one word, as the vocabulary spells them. */
  tokens(word: string): readonly string[];
}

/**
 * Words of a tokenizer of a kind whose words are known to be independent; null for any other kind. Known are byte-pair
 * models without dropout, either behind a pattern that cuts the text and a spelling of bytes (Qwen), or on text whose
 * spaces became `▁` (Gemma).
 */
export function wordsOf(json: TokenizerJson, library: TokenizerParts): Words | null {
  return isPlainBytePair(json) ? (patternWords(json, library) ?? spaceWords(json, library)) : null;
}

/** Each word is merged on its own, and nothing but its letters decides how. */
function isPlainBytePair({ model }: TokenizerJson): boolean {
  return (
    model.type === "BPE" &&
    !model.dropout &&
    !model.ignore_merges &&
    !model.continuing_subword_prefix &&
    !model.continuing_subword_suffix &&
    !model.end_of_word_suffix
  );
}

/** The pattern sees the whole text; the words that it cuts are spelled and merged one by one. */
function patternWords({ normalizer, pre_tokenizer, model }: TokenizerJson, library: TokenizerParts): Words | null {
  const parts = isNamed(pre_tokenizer, "Sequence") ? pre_tokenizer.pretokenizers : null;
  if (!Array.isArray(parts) || parts.length !== 2 || model.fuse_unk || model.unk_token) return null;
  const [split, bytes] = parts;
  if (!isNamed(split, "Split") || !isNamed(bytes, "ByteLevel") || bytes.use_regex !== false || bytes.add_prefix_space)
    return null;
  if (normalizer && !isNamed(normalizer, "NFC")) return null;
  const pattern = preTokenizer(split);
  const spelling = preTokenizer(bytes);
  return {
    cut(text) {
      const words = pattern.pattern && split.behavior === "Isolated" ? text.match(pattern.pattern) : null;
      // Text between matches is words too. Where there is none, which is nearly always, matching alone is faster.
      return words && lengthOf(words) === text.length ? words : pattern.pre_tokenize_text(text);
    },
    tokens: (word) => (word === "" ? [] : library.model(spelling.pre_tokenize_text(word))),
  };
}

function lengthOf(words: readonly string[]): number {
  let length = 0;
  for (const word of words) length += word.length;
  return length;
}

interface PreTokenizer {
  readonly pattern: RegExp | null;
  pre_tokenize_text(text: string): string[];
}

/** The library makes a part of a pre-tokenizer only as the pre-tokenizer of a tokenizer, here one without words. */
function preTokenizer(part: object): PreTokenizer {
  const model = { type: "BPE", vocab: {}, merges: [] };
  const tokenizer: { readonly pre_tokenizer: PreTokenizer } = new HubTokenizer(
    { added_tokens: [], normalizer: null, pre_tokenizer: part, model, post_processor: null, decoder: null },
    {},
  );
  return tokenizer.pre_tokenizer;
}

const SPACE = "▁";

/**
 * No merge makes a token in which `▁` follows one of most characters, so what stands before such a place and what
 * stands behind it are merged apart. `fuse_unk` has nothing to fuse where every byte is a token.
 */
function spaceWords({ normalizer, pre_tokenizer, model }: TokenizerJson, library: TokenizerParts): Words | null {
  const isSpaceNormalizer =
    isNamed(normalizer, "Replace") && isSpacePattern(normalizer.pattern) && normalizer.content === SPACE;
  // Behind the normalizer there is no space left to split at.
  const isNoSplit = !pre_tokenizer || (isNamed(pre_tokenizer, "Split") && isSpacePattern(pre_tokenizer.pattern));
  if (!isSpaceNormalizer || !isNoSplit || !model.byte_fallback || !hasAllBytes(library)) return null;
  const joining = unitsBeforeSpace(model.merges);
  return {
    cut(text) {
      const words: string[] = [];
      let done = 0;
      for (let at = text.indexOf(SPACE, 1); at >= 0; at = text.indexOf(SPACE, at + 1)) {
        if (joining.has(text.charCodeAt(at - 1))) continue;
        words.push(text.slice(done, at));
        done = at;
      }
      words.push(text.slice(done));
      return words;
    },
    tokens: (word) => library.model([word]),
  };
}

/** UTF-16 units that stand before `▁` in what some merge makes, `▁` itself always among them. */
function unitsBeforeSpace(merges: TokenizerJson["model"]["merges"]): ReadonlySet<number> {
  const units = new Set([SPACE.charCodeAt(0)]);
  for (const merge of merges ?? []) {
    const made = typeof merge === "string" ? merge.replace(" ", "") : merge.join("");
    for (let at = made.indexOf(SPACE, 1); at >= 0; at = made.indexOf(SPACE, at + 1)) units.add(made.charCodeAt(at - 1));
  }
  return units;
}

function hasAllBytes(library: TokenizerParts): boolean {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, "0"));
  return bytes.every((byte) => library.token_to_id(`<0x${byte}>`) !== undefined);
}

function isSpacePattern(pattern: unknown): boolean {
  return typeof pattern === "object" && pattern !== null && "String" in pattern && pattern.String === " ";
}

type Part = Readonly<Record<string, unknown>>;

function isNamed(part: unknown, type: string): part is Part {
  return typeof part === "object" && part !== null && "type" in part && part.type === type;
}
