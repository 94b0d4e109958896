import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadChat } from "./load-chat.js";

const conversation = { id: "a", messages: [{ role: "user", content: "hi" }] } as const;
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vlm-chat-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));
const addTokenizer = (): void =>
  copyFileSync(
    fileURLToPath(new URL("../../fixtures/tokenizer.json", import.meta.url)),
    join(folder, "tokenizer.json"),
  );

describe("loadChat", () => {
  it("takes the template of the folder, then of the tokenizer, then ours", async () => {
    addTokenizer();
    write("config.json", { model_type: "qwen3_vl" });
    expect((await loadChat(folder)).render(conversation)).toBe("<|im_start|>user\nhi<|im_end|>\n");
    write("tokenizer_config.json", {
      chat_template: [{ name: "default", template: "{{ eos_token }}named" }],
      eos_token: { content: "E" },
    });
    expect((await loadChat(folder)).render(conversation)).toBe("Enamed");
    write("tokenizer_config.json", { chat_template: "{{ eos_token }}single", eos_token: "E" });
    expect((await loadChat(folder)).render(conversation)).toBe("Esingle");
    writeFileSync(join(folder, "chat_template.jinja"), "file");
    expect((await loadChat(folder)).render(conversation)).toBe("file");
  });

  it("stops where the folder says, and at the end of a turn", async () => {
    addTokenizer();
    const tokenizer = JSON.parse(readFileSync(join(folder, "tokenizer.json"), "utf8"));
    const id = (text: string): number =>
      tokenizer.added_tokens.find((token: { content: string }) => token.content === text).id;
    const [end, text] = [id("<|im_end|>"), id("<|endoftext|>")];
    write("config.json", { model_type: "qwen3_vl" });
    expect((await loadChat(folder)).stopTokens).toEqual([end, text]);
    write("config.json", { model_type: "qwen3_vl", text_config: { eos_token_id: end } });
    expect((await loadChat(folder)).stopTokens).toEqual([end]);
    write("config.json", { model_type: "qwen3_vl", eos_token_id: [text], text_config: { eos_token_id: end } });
    expect((await loadChat(folder)).stopTokens).toEqual([end, text]);
    write("generation_config.json", { eos_token_id: [7, text, end] });
    expect((await loadChat(folder)).stopTokens).toEqual([end, 7, text]);
    write("generation_config.json", { eos_token_id: "</s>" });
    await expect(loadChat(folder)).rejects.toThrow(
      `chat-template.loadChat: generation_config.json of ${folder} has eos_token_id "</s>"; expected a token id or a list of them. Correct the file.`,
    );
  });

  it("takes the end of turn and the image of a family it does not know from the folder", async () => {
    addTokenizer();
    write("config.json", { model_type: "other" });
    writeFileSync(
      join(folder, "chat_template.jinja"),
      "{% for message in messages %}{{ message.content }}<|im_end|>{% endfor %}",
    );
    await expect(loadChat(folder)).rejects.toThrow(
      `chat-template.loadChat: ${folder} names no token that ends a turn; expected eos_token_id in generation_config.json or eos_token in tokenizer_config.json. Copy them from the checkpoint.`,
    );
    write("tokenizer_config.json", { eos_token: "<|im_end|>", pad_token: "<|im_end|>" });
    const chat = await loadChat(folder);
    expect([chat.stopTokens, chat.imageToken]).toEqual([[chat.tokenId("<|im_end|>")], null]);
    // The padding token is the same, and the one that ends the answer is trained nevertheless.
    const { tokens, trained } = chat.encode({
      id: "a",
      messages: [...conversation.messages, { role: "assistant", content: "yes" }],
    });
    expect(
      chat.decode(
        tokens.filter((_, i) => trained[i] === 1),
        { skipSpecialTokens: false },
      ),
    ).toBe("yes<|im_end|>");
    write("config.json", { model_type: "other", image_token_id: chat.tokenId("<|image_pad|>") });
    expect((await loadChat(folder)).imageToken).toBe(chat.tokenId("<|image_pad|>"));
  });

  it("says what is missing or broken", async () => {
    await expect(loadChat(folder)).rejects.toThrow(
      `chat-template.loadChat: ${folder} has no tokenizer.json; expected the fast tokenizer's file. Copy it from the checkpoint.`,
    );
    addTokenizer();
    await expect(loadChat(folder)).rejects.toThrow(
      `chat-template.loadChat: ${folder} has no chat template, and there is none for model_type null; expected chat_template.jinja or one of qwen2_vl, qwen2_5_vl, qwen3_vl, gemma3, gemma3_text. Add chat_template.jinja.`,
    );
    writeFileSync(join(folder, "tokenizer.json"), "version https://git-lfs");
    await expect(loadChat(folder)).rejects.toThrow(
      `chat-template.loadChat: ${join(folder, "tokenizer.json")} is not a JSON object; expected one. Copy it from the checkpoint again.`,
    );
  });
});
