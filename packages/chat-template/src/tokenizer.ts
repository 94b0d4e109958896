import { Tokenizer as HubTokenizer } from "@huggingface/tokenizers";
import { type Encoder, wordEncoder } from "./tokenizer-encoder.js";
import { checkTokenizer, type TokenizerJson } from "./tokenizer-json.js";

/** What a chat asks of a tokenizer. */
export interface Tokenizer {
  /** Strings that are one token with a meaning of their own, such as `<|im_end|>`. */
  readonly specialTokens: readonly string[];
  /** Text that templates know as `bos_token` and `eos_token`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Special tokens in the text become their ids. No tokens are added. */
  encode(text: string): readonly number[];
  /** Special tokens in the text are spelled out like any other text. */
  encodePlain(text: string): readonly number[];
  decode(tokens: readonly number[], options?: { readonly skipSpecialTokens?: boolean }): string;
  /** Undefined when the text is not one token. */
  tokenId(text: string): number | undefined;
}

/**
 * A tokenizer from the parsed `tokenizer.json` and `tokenizer_config.json` of a checkpoint; ids equal those of the
 * `tokenizers` library.
 */
export function loadTokenizer({
  tokenizerJson,
  tokenizerConfig = {},
}: {
  readonly tokenizerJson: unknown;
  readonly tokenizerConfig?: Readonly<Record<string, unknown>>;
}): Tokenizer {
  const json = checkTokenizer(tokenizerJson);
  const whole = new HubTokenizer(json, tokenizerConfig);
  const specialTokens = json.added_tokens.filter((token) => token.special).map((token) => token.content);
  const encoder = wordEncoder(json, tokenizerConfig, whole) ?? libraryEncoder(json, tokenizerConfig, whole);
  return {
    specialTokens,
    variables: templateVariables(tokenizerConfig),
    encode: (text) => (text === "" ? [] : encoder.encode(text)),
    encodePlain: (text) => (text === "" ? [] : encoder.encodePlain(text)),
    decode(tokens, { skipSpecialTokens = true } = {}) {
      if (tokens.length === 0) return "";
      return whole.decode([...tokens], {
        skip_special_tokens: skipSpecialTokens,
        clean_up_tokenization_spaces: tokenizerConfig.clean_up_tokenization_spaces === true,
      });
    },
    tokenId: (text) => whole.token_to_id(text),
  };
}

/** The library as it is. It cannot spell a special token out, so a second one that does not know them is made when needed. */
function libraryEncoder(json: TokenizerJson, config: Readonly<Record<string, unknown>>, whole: HubTokenizer): Encoder {
  let plain: HubTokenizer | null = null;
  return {
    encode: (text) => whole.encode(text, { add_special_tokens: false }).ids,
    encodePlain(text) {
      plain ??= new HubTokenizer(withoutSpecialTokens(json), config);
      return plain.encode(text, { add_special_tokens: false }).ids;
    },
  };
}

function withoutSpecialTokens(json: TokenizerJson): TokenizerJson {
  return { ...json, added_tokens: json.added_tokens.filter((token) => !token.special) };
}

function templateVariables(config: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const name of ["bos_token", "eos_token", "pad_token", "unk_token"]) {
    const value = config[name];
    if (typeof value === "string") variables[name] = value;
    else if (typeof value === "object" && value !== null && "content" in value) variables[name] = String(value.content);
  }
  return variables;
}
