/**
 * Answers, line by line, what the chats of @vlm/chat-template make of texts and conversations:
 *
 * node tools/dist/chat-check/main.js TOKENIZER_FOLDER TEMPLATES.json < REQUESTS.jsonl > ANSWERS.jsonl
 *
 * TEMPLATES.json holds [family, template or null for our own] by name. tools/python/check_chat_template.py asks.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Chat, chatFamilies, createChat, type EncodeOptions, loadTokenizer } from "@vlm/chat-template";
import type { Message } from "@vlm/types";

type Request =
  | { readonly text: string }
  | {
      readonly template: string;
      readonly messages: readonly Message[];
      readonly tools?: readonly unknown[];
      readonly options: EncodeOptions;
    };
type Templates = Readonly<Record<string, readonly [family: keyof typeof chatFamilies, template: string | null]>>;

const [folder, templatesFile] = process.argv.slice(2) as [string, string];
const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, "utf8"));
const tokenizer = loadTokenizer({
  tokenizerJson: await readJson(join(folder, "tokenizer.json")),
  tokenizerConfig: (await readJson(join(folder, "tokenizer_config.json"))) as Readonly<Record<string, unknown>>,
});
const chats = new Map<string, Chat>();
for (const [name, [family, template]] of Object.entries((await readJson(templatesFile)) as Templates)) {
  chats.set(name, createChat({ ...chatFamilies[family], ...(template !== null && { template }), tokenizer }));
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = answerTo(JSON.parse(line) as Request);
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) {
    await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}

function answerTo(request: Request): unknown {
  if ("text" in request) {
    const ids = tokenizer.encode(request.text);
    return { ids, decoded: tokenizer.decode(ids, { skipSpecialTokens: false }) };
  }
  const { template, options, ...conversation } = request;
  try {
    const chat = chats.get(template)!;
    const text = chat.render({ id: "check", ...conversation }, options);
    const { tokens, trained } = chat.encode({ id: "check", ...conversation }, options);
    return { text, ids: [...tokens], trained: [...trained] };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
