/** The parts of `tokenizer.json` that are read here. */
export interface TokenizerJson {
  readonly added_tokens: readonly AddedToken[];
  readonly model: ModelJson;
  readonly normalizer?: unknown;
  readonly pre_tokenizer?: unknown;
  readonly post_processor?: unknown;
}

interface ModelJson {
  readonly type?: unknown;
  readonly merges?: readonly (string | readonly string[])[];
  readonly dropout?: unknown;
  readonly unk_token?: unknown;
  readonly fuse_unk?: unknown;
  readonly byte_fallback?: unknown;
  readonly ignore_merges?: unknown;
  readonly continuing_subword_prefix?: unknown;
  readonly continuing_subword_suffix?: unknown;
  readonly end_of_word_suffix?: unknown;
}

interface AddedToken {
  readonly content: string;
  readonly id: number;
  readonly special: boolean;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
  readonly single_word?: boolean;
  /** Whether it is looked for in normalized text. */
  readonly normalized?: boolean;
}

/**
 * Checks that a `tokenizer.json` is one, and that text on either side of a special token is encoded independently,
 * which lets a conversation be encoded piece by piece.
 */
export function checkTokenizer(value: unknown): TokenizerJson {
  if (!isTokenizer(value)) {
    throw new TypeError(
      `chat-template.loadTokenizer: tokenizerJson is ${value === null ? "null" : typeof value} without model and added_tokens; ` +
        "expected the parsed tokenizer.json. Pass JSON.parse of the file.",
    );
  }
  for (const token of value.added_tokens) {
    if (token.special && (token.lstrip || token.rstrip || token.single_word)) {
      throw new Error(
        `chat-template.loadTokenizer: special token ${JSON.stringify(token.content)} strips or needs spaces around it; ` +
          "expected special tokens that match anywhere. This tokenizer is not supported.",
      );
    }
  }
  if (
    mentions(value.pre_tokenizer, "prepend_scheme", "first") ||
    mentions(value.pre_tokenizer, "add_prefix_space", true)
  ) {
    throw new Error(
      "chat-template.loadTokenizer: pre_tokenizer adds a space in front of the text; expected none. This tokenizer is not supported.",
    );
  }
  return value;
}

function isTokenizer(value: unknown): value is TokenizerJson {
  return (
    typeof value === "object" &&
    value !== null &&
    "model" in value &&
    typeof value.model === "object" &&
    "added_tokens" in value &&
    Array.isArray(value.added_tokens)
  );
}

/** Whether a setting has this value in a pre-tokenizer or one inside it. */
function mentions(part: unknown, setting: string, value: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  return Object.entries(part).some(
    ([key, inner]) => (key === setting && inner === value) || mentions(inner, setting, value),
  );
}
