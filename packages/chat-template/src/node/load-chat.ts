import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Chat, createChat } from "../chat.js";
import { qwen3VlTemplate } from "../templates/qwen3-vl.js";
import { loadTokenizer } from "../tokenizer.js";

/** Our own templates, by `model_type`, for checkpoints that hold none. */
const TEMPLATES: ReadonlyMap<unknown, string> = new Map([["qwen3_vl", qwen3VlTemplate]]);

type Json = Readonly<Record<string, unknown>>;

/**
 * The chat of a checkpoint folder: `tokenizer.json`, the template of `chat_template.jinja` or of
 * `tokenizer_config.json`, or ours for the `model_type` of `config.json`.
 */
export async function loadChat(folder: string): Promise<Chat> {
  const tokenizerJson = await readJson(folder, "tokenizer.json");
  if (!tokenizerJson) {
    throw new Error(
      `chat-template.loadChat: ${folder} has no tokenizer.json; expected the fast tokenizer's file. Copy it from the checkpoint.`,
    );
  }
  const tokenizerConfig = (await readJson(folder, "tokenizer_config.json")) ?? {};
  const config = (await readJson(folder, "config.json")) ?? {};
  const template =
    (await readText(folder, "chat_template.jinja")) ??
    templateIn(tokenizerConfig.chat_template) ??
    TEMPLATES.get(config.model_type);
  if (template === undefined) {
    throw new Error(
      `chat-template.loadChat: ${folder} has no chat template, and there is none for model_type ${JSON.stringify(config.model_type ?? null)}; ` +
        `expected chat_template.jinja or one of ${[...TEMPLATES.keys()].join(", ")}. Add chat_template.jinja.`,
    );
  }
  return createChat({ tokenizer: loadTokenizer({ tokenizerJson, tokenizerConfig }), template });
}

/** A template as text, or the default one of a list of named ones. */
function templateIn(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return undefined;
  const named: unknown = value.find((item: unknown) => isObject(item) && item.name === "default");
  return isObject(named) && typeof named.template === "string" ? named.template : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

async function readJson(folder: string, name: string): Promise<Json | undefined> {
  const text = await readText(folder, name);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw notJson(folder, name, cause);
  }
  throw notJson(folder, name);
}

function notJson(folder: string, name: string, cause?: unknown): Error {
  return new Error(
    `chat-template.loadChat: ${join(folder, name)} is not a JSON object; expected one. Copy it from the checkpoint again.`,
    cause === undefined ? undefined : { cause },
  );
}

async function readText(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
