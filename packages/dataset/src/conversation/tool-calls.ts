import type { ToolCall } from "@vlm/types";
import { describe } from "../describe.js";
import type { Refuse } from "./conversation-error.js";
import { type Fields, field, isFields, readFields, readText, refuseOthers } from "./fields.js";
import { checkDepth, spacedJson } from "./spaced-json.js";

/** A call as files hold it: arguments as JSON, for Arrow would give every call the argument names of all others. */
export interface StoredToolCall {
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
}

/** Calls of a message, in OpenAI's spelling or as `{ name, arguments }`; undefined where there are none. */
export function readToolCalls(value: unknown, path: string, refuse: Refuse): readonly ToolCall[] | undefined {
  if (value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  if (!Array.isArray(value)) throw refuse(`${path} is ${describe(value)}`, "a list of calls", "Mend or remove the row");
  return value.map((call: unknown, index) => readToolCall(call, `${path}[${index}]`, refuse));
}

export function readToolCall(value: unknown, path: string, refuse: Refuse): ToolCall {
  const call = readFields(value, path, refuse);
  const wrapped = field(call, "function") !== null;
  if (wrapped) refuseOthers(call, ["type", "function", "id", "index"], path, refuse);
  const inner = wrapped ? readFields(call.function, `${path}.function`, refuse) : call;
  refuseOthers(inner, wrapped ? ["name", "arguments"] : ["name", "arguments", "id", "type"], path, refuse);
  if (![null, "function"].includes(field(call, "type") as string | null))
    throw refuse(`${path}.type is ${describe(call.type)}`, '"function"', "Mend or remove the row");
  const name = readText(field(inner, "name"), `${path}.name`, refuse);
  return { type: "function", function: { name, arguments: readArguments(field(inner, "arguments"), path, refuse) } };
}

function readArguments(value: unknown, path: string, refuse: Refuse): Fields {
  const parsed = typeof value === "string" ? parseJson(value, `${path}.arguments`, refuse) : (value ?? {});
  if (!isFields(parsed))
    throw refuse(`${path}.arguments is ${describe(parsed)}`, "an object, or one as JSON", "Mend or remove the row");
  checkDepth(parsed, `${path}.arguments`, refuse);
  return parsed;
}

export function parseJson(text: string, path: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refuse(`${path} is ${describe(text)}`, "JSON", "Mend or remove the row", cause);
  }
}

export function writeToolCall({ function: { name, arguments: given } }: ToolCall): StoredToolCall {
  return { type: "function", function: { name, arguments: spacedJson(given) } };
}
