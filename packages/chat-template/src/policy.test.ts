import { readFileSync } from "node:fs";
import type { Conversation } from "@vlm/types";
import { describe, expect, it } from "vitest";
import { createChat } from "./chat.js";
import type { Train } from "./policy.js";
import { qwen3VlTemplate } from "./templates/qwen3-vl.js";
import { loadTokenizer } from "./tokenizer.js";

const tokenizer = loadTokenizer({
  tokenizerJson: JSON.parse(readFileSync(new URL("../fixtures/tokenizer.json", import.meta.url), "utf8")),
});
const chat = createChat({ tokenizer, template: qwen3VlTemplate });
const call = { type: "function", function: { name: "engine", arguments: { depth: 9 } } } as const;
const called = '<tool_call>\n{"name": "engine", "arguments": {"depth": 9}}\n</tool_call><|im_end|>\n';
const prompt: Conversation["messages"] = [
  { role: "user", content: "a" },
  { role: "assistant", content: "one" },
  { role: "user", content: "b" },
];
const completion: Conversation["messages"] = [
  { role: "assistant", content: "", tool_calls: [call] },
  { role: "tool", content: "+0.3" },
  { role: "assistant", content: "two" },
];
const conversation: Conversation = { id: "game-7", messages: [...prompt, ...completion] };

function written(train: Train): string {
  const { tokens, trained } = chat.encode(conversation, { train });
  return chat.decode(
    tokens.filter((_, i) => trained[i] === 1),
    { skipSpecialTokens: false },
  );
}

describe("train", () => {
  it("chooses the assistant's messages", () => {
    expect(written("assistant")).toBe(`one<|im_end|>\n${called}two<|im_end|>\n`);
    expect(written("last")).toBe("two<|im_end|>\n");
    expect(written("completion")).toBe(`${called}two<|im_end|>\n`);
    expect(written({ from: prompt.length })).toBe(`${called}two<|im_end|>\n`);
    expect(written({ from: 0 })).toBe(written("assistant"));
    expect(written({ from: 4 })).toBe("two<|im_end|>\n");
    expect(written({ from: 6 })).toBe("");
  });

  it.each([{ from: 7 }, { from: -1 }, { from: 0.5 }, "none" as "last"])("refuses %j", (train) => {
    expect(() => written(train)).toThrow(
      `chat-template.encode: train is ${JSON.stringify(train)} for the 6 messages of conversation "game-7"; ` +
        'expected "assistant", "last", "completion" or { from: index of a message }. Correct the option.',
    );
  });

  it("trains nothing where the assistant has not spoken", () => {
    const silent: Conversation = { id: "game-7", messages: prompt.slice(0, 1) };
    for (const train of ["assistant", "last", "completion"] as const) {
      expect(chat.encode(silent, { train, addGenerationPrompt: true }).trained.includes(1)).toBe(false);
    }
  });
});
