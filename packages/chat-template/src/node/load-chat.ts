import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Chat, createChat } from "../chat.js";
import { type ChatFamily, chatFamilies } from "../families.js";
import { loadTokenizer, type Tokenizer } from "../tokenizer.js";
import { stopTokensIn } from "./stop-tokens.js";

type Json = Readonly<Record<string, unknown>>;

/**
 * The chat of a checkpoint folder: `tokenizer.json`, the template of `chat_template.jinja` or of
 * `tokenizer_config.json`, or ours for the `model_type` of `config.json`. Answers stop at the token that ends a turn and
 * at `eos_token_id` of `generation_config.json`, or else of `config.json`.
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
  const family = Object.entries<ChatFamily>(chatFamilies).find(([type]) => type === config.model_type)?.[1];
  const template =
    (await readText(folder, "chat_template.jinja")) ?? templateIn(tokenizerConfig.chat_template) ?? family?.template;
  if (template === undefined) {
    throw new Error(
      `chat-template.loadChat: ${folder} has no chat template, and there is none for model_type ${JSON.stringify(config.model_type ?? null)}; ` +
        `expected chat_template.jinja or one of ${Object.keys(chatFamilies).join(", ")}. Add chat_template.jinja.`,
    );
  }
  const tokenizer = loadTokenizer({ tokenizerJson, tokenizerConfig });
  const stopTokens = stopTokensIn(folder, (await readJson(folder, "generation_config.json")) ?? {}, config);
  return family
    ? createChat({ ...family, tokenizer, template, ...(stopTokens && union(tokenizer, family, stopTokens)) })
    : createChat({ ...otherFamily(folder, tokenizer, config, stopTokens ?? []), tokenizer, template });
}

/** The family's end of turn and the stop tokens of the folder. */
function union(
  tokenizer: Tokenizer,
  { endTokens }: ChatFamily,
  stopTokens: readonly number[],
): { readonly stopTokens: readonly number[] } {
  const endOfTurn = tokenizer.tokenId(endTokens[0]!);
  return { stopTokens: [...new Set([...(endOfTurn === undefined ? [] : [endOfTurn]), ...stopTokens])] };
}

/** What a folder says of a family that is not known here: where turns end, and what an image is. */
function otherFamily(
  folder: string,
  tokenizer: Tokenizer,
  config: Json,
  stopTokens: readonly number[],
): { readonly endTokens: readonly string[]; readonly imageToken: string | null } {
  const textOf = (id: number): string => tokenizer.decode([id], { skipSpecialTokens: false });
  const { eos_token } = tokenizer.variables;
  const endTokens = [...new Set([...(eos_token === undefined ? [] : [eos_token]), ...stopTokens.map(textOf)])];
  if (endTokens.length === 0) {
    throw new Error(
      `chat-template.loadChat: ${folder} names no token that ends a turn; expected eos_token_id in generation_config.json ` +
        "or eos_token in tokenizer_config.json. Copy them from the checkpoint.",
    );
  }
  return {
    endTokens,
    imageToken: typeof config.image_token_id === "number" ? textOf(config.image_token_id) : null,
  };
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
