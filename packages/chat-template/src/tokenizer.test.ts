import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sectionsOf, specialTokenPattern } from "./sections.js";
import { loadTokenizer } from "./tokenizer.js";

const tokenizerJson: { added_tokens: object[]; model: object } = JSON.parse(
  readFileSync(new URL("../fixtures/tokenizer.json", import.meta.url), "utf8"),
);
const tokenizer = loadTokenizer({ tokenizerJson });
const special = specialTokenPattern(tokenizer.specialTokens);

describe("sections", () => {
  it("encode one by one to what the whole text encodes to", () => {
    const piece = fc.constantFrom(
      ...tokenizer.specialTokens,
      "\n",
      " ",
      "a",
      "é",
      "\u0301",
      "<|im",
      "_end|>",
      "<|",
      "世",
      "<tool_call>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join("");
        const ids = sectionsOf(text, special, []).flatMap(({ begin, end }) => tokenizer.encode(text.slice(begin, end)));
        expect(ids).toEqual(tokenizer.encode(text));
      }),
      { numRuns: 1000, seed: 9 },
    );
  });

  it("are not cut inside plain text, nor across its border", () => {
    const text = "<|im_end|>a<|im_end|>b<|im_end|>";
    const cut = (begin: number, end: number): string[] =>
      sectionsOf(text, special, [{ begin, end }]).map((section) => text.slice(section.begin, section.end));
    expect(cut(10, 21)).toEqual(["<|im_end|>", "a<|im_end|>b", "<|im_end|>"]);
    expect(cut(12, 13)).toEqual(["<|im_end|>", "a<|im_end|>b", "<|im_end|>"]);
  });
});

describe("loadTokenizer", () => {
  it("spells special tokens out on request, and back", () => {
    const text = "a<|im_end|>b<|image_pad|>";
    expect(tokenizer.encode(text)).toHaveLength(4);
    const plain = tokenizer.encodePlain(text);
    expect(plain).not.toContain(tokenizer.tokenId("<|im_end|>"));
    expect(tokenizer.decode(plain)).toBe(text);
    expect(tokenizer.encodePlain("")).toEqual([]);
    expect(tokenizer.tokenId("<|none|>")).toBeUndefined();
  });

  it.each([
    [
      null,
      "chat-template.loadTokenizer: tokenizerJson is null without model and added_tokens; expected the parsed tokenizer.json. Pass JSON.parse of the file.",
    ],
    [
      "{}",
      "chat-template.loadTokenizer: tokenizerJson is string without model and added_tokens; expected the parsed tokenizer.json. Pass JSON.parse of the file.",
    ],
    [
      { ...tokenizerJson, added_tokens: [{ id: 1, content: "<s>", special: true, lstrip: true }] },
      'chat-template.loadTokenizer: special token "<s>" strips or needs spaces around it; expected special tokens that match anywhere. This tokenizer is not supported.',
    ],
    [
      {
        ...tokenizerJson,
        pre_tokenizer: { type: "Sequence", pretokenizers: [{ type: "Metaspace", prepend_scheme: "first" }] },
      },
      "chat-template.loadTokenizer: pre_tokenizer adds a space in front of the text; expected none. This tokenizer is not supported.",
    ],
  ])("refuses what it cannot encode exactly: %#", (json, message) => {
    expect(() => loadTokenizer({ tokenizerJson: json })).toThrow(message);
  });
});
