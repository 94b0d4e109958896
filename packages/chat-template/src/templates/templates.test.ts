import { readFileSync } from "node:fs";
import type { Conversation, Message } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { createChat } from "../chat.js";
import { loadTokenizer } from "../tokenizer.js";
import { gemma3Template } from "./gemma3.js";
import { qwen2VlTemplate } from "./qwen2-vl.js";
import { qwen3VlTemplate } from "./qwen3-vl.js";

const tokenizer = loadTokenizer({
  tokenizerJson: JSON.parse(readFileSync(new URL("../../fixtures/tokenizer.json", import.meta.url), "utf8")),
});
const render = (template: string, messages: readonly Message[], rest: Partial<Conversation> = {}): string =>
  createChat({ tokenizer, template }).render({ id: "game-7", messages, ...rest });
const refuses = (template: string, reason: string, messages: readonly Message[], rest?: Partial<Conversation>): void =>
  expect(() => render(template, messages, rest)).toThrow(
    `chat-template.render: conversation "game-7" does not fit the template: ${reason}; expected roles and content as the template takes them. Change the messages.`,
  );

const system = { role: "system", content: " s " } as const;
const user = { role: "user", content: " u " } as const;
const assistant = { role: "assistant", content: " a " } as const;
const call = { type: "function", function: { name: "f", arguments: {} } } as const;
const tools = [{ type: "function", function: { name: "f" } }];

describe("qwen2VlTemplate", () => {
  it("adds a system prompt where there is none, and numbers pictures on request", () => {
    const help = "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n";
    expect(render(qwen2VlTemplate, [user])).toBe(`${help}<|im_start|>user\n u <|im_end|>\n`);
    expect(render(qwen2VlTemplate, [system, user])).toBe(
      "<|im_start|>system\n s <|im_end|>\n<|im_start|>user\n u <|im_end|>\n",
    );
    const pictures: Message = {
      role: "user",
      content: [{ type: "image" }, { type: "text", text: "," }, { type: "image" }],
    };
    expect(
      createChat({ tokenizer, template: qwen2VlTemplate }).render(
        { id: "a", messages: [pictures] },
        { addVisionId: true },
      ),
    ).toBe(
      `${help}<|im_start|>user\nPicture 1: <|vision_start|><|image_pad|><|vision_end|>,Picture 2: <|vision_start|><|image_pad|><|vision_end|><|im_end|>\n`,
    );
  });

  it("refuses what the model's template would leave out", () => {
    refuses(qwen2VlTemplate, "the format of Qwen2-VL and Qwen2.5-VL has no tools", [user], { tools });
    refuses(qwen2VlTemplate, "message 1 calls tools, which the format of Qwen2-VL and Qwen2.5-VL does not have", [
      user,
      { ...assistant, tool_calls: [call] },
    ]);
  });
});

describe("qwen3VlTemplate", () => {
  it("shows pictures of users and tools alone", () => {
    const content = [{ type: "image" }, { type: "text", text: "t" }] as const;
    const picture = "<|vision_start|><|image_pad|><|vision_end|>";
    const messages: Message[] = (["system", "user", "assistant", "tool"] as const).map((role) => ({ role, content }));
    expect(render(qwen3VlTemplate, messages)).toBe(
      `<|im_start|>system\nt<|im_end|>\n<|im_start|>user\n${picture}t<|im_end|>\n<|im_start|>assistant\nt<|im_end|>\n` +
        `<|im_start|>user\n<tool_response>\n${picture}t\n</tool_response><|im_end|>\n`,
    );
    expect(() => createChat({ tokenizer, template: qwen3VlTemplate }).encode({ id: "game-7", messages })).toThrow(
      'conversation "game-7" has 4 image parts and its text 2 placeholders <|image_pad|>;',
    );
  });
});

describe("gemma3Template", () => {
  it("puts the system's text before the first turn, and trims the others", () => {
    expect(render(gemma3Template, [system, user, assistant])).toBe(
      "<bos><start_of_turn>user\n s \n\nu<end_of_turn>\n<start_of_turn>model\na<end_of_turn>\n",
    );
    const parts = { role: "system", content: [{ type: "text", text: "s" }] } as const;
    expect(render(gemma3Template, [parts, user])).toBe("<bos><start_of_turn>user\ns\n\nu<end_of_turn>\n");
  });

  it.each([
    ["message 1 is from user; user and assistant must alternate, the user first", [user, user], {}],
    ["message 0 is from assistant; user and assistant must alternate, the user first", [assistant], {}],
    ["message 1 is from assistant; user and assistant must alternate, the user first", [system, assistant], {}],
    [
      "message 3 is from tool; user and assistant must alternate, the user first",
      [system, user, assistant, { ...user, role: "tool" }],
      {},
    ],
    ["message 1 is from system; user and assistant must alternate, the user first", [user, system], {}],
    ["there is no turn of the user", [system], {}],
    ["there is no turn of the user", [], {}],
    ["message 0 is from system and not one text", [{ ...system, content: [] }, user], {}],
    ["message 0 is from system and not one text", [{ ...system, content: [{ type: "image" }] }, user], {}],
    ["the format of Gemma 3 has no tools", [user], { tools }],
    ["the format of Gemma 3 has no tool calls", [user, { ...assistant, tool_calls: [call] }], {}],
  ] as const)("refuses: %s", (reason, messages, rest) => {
    refuses(gemma3Template, reason, messages, rest);
  });
});
