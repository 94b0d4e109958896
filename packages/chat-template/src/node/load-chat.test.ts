import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

  it("says what is missing or broken", async () => {
    await expect(loadChat(folder)).rejects.toThrow(
      `chat-template.loadChat: ${folder} has no tokenizer.json; expected the fast tokenizer's file. Copy it from the checkpoint.`,
    );
    addTokenizer();
    await expect(loadChat(folder)).rejects.toThrow(
      `chat-template.loadChat: ${folder} has no chat template, and there is none for model_type null; expected chat_template.jinja or one of qwen3_vl. Add chat_template.jinja.`,
    );
    writeFileSync(join(folder, "tokenizer.json"), "version https://git-lfs");
    await expect(loadChat(folder)).rejects.toThrow(
      `chat-template.loadChat: ${join(folder, "tokenizer.json")} is not a JSON object; expected one. Copy it from the checkpoint again.`,
    );
  });
});
