import type { ToolCall } from "@vlm/types";
import type { Features } from "../features.js";
import { checkRow } from "./check-row.js";
import { type Refuse, refuser } from "./conversation-error.js";
import type { ConversationRow, ImageReference, RowMessage } from "./conversation-row.js";
import { field, readFields, readList, readText, refuseOthers } from "./fields.js";
import type { Form, FormValue, ReadRowOptions } from "./form.js";
import { readImages } from "./image-reference.js";
import { joinTags } from "./image-tags.js";
import { type Draft, placeImages } from "./place-images.js";
import { readRole } from "./read-messages.js";
import {
  checkId,
  extraColumns,
  extraFeatures,
  idOf,
  imageFeatures,
  readExtras,
  textFeature,
  writeExtras,
} from "./row-columns.js";
import { type RowShape, shapeOf } from "./row-shape.js";
import { spacedJson } from "./spaced-json.js";
import { parseJson, readToolCall } from "./tool-calls.js";

/** Who speaks, as LLaVA, LLaMA-Factory and others name them. `function_call` is an assistant's call as JSON. */
const speakers = {
  system: "system",
  human: "user",
  user: "user",
  gpt: "assistant",
  assistant: "assistant",
  function_call: "assistant",
  observation: "tool",
  tool: "tool",
} as const;
type Speaker = keyof typeof speakers;

/**
 * A row of LLaVA's `conversations`, pictures at `<image>` tags, with `image` or `images`; LLaMA-Factory's `system` and `tools`.
 *
 * @throws ConversationError that names the row and what is wrong: tags and pictures that differ in number, above all.
 */
export function readLlava(value: unknown, { id = "" }: ReadRowOptions = {}): ConversationRow<ImageReference> {
  const name = idOf(value, id);
  const refuse = refuser("dataset.readLlava", name);
  const fields = readFields(value, "the row", refuse);
  const turns = readList(field(fields, "conversations"), "conversations", refuse);
  const drafts = turns.map((turn, index) => readTurn(turn, `conversations[${index}]`, refuse));
  const system = field(fields, "system") ?? "";
  if (system !== "") drafts.unshift({ role: "system", content: readText(system, "system", refuse) });
  const images = readImages(fields, "", refuse);
  const row = {
    id: name,
    ...placeImages(drafts, images, { untagged: "refused", refuse }),
    ...readExtras(fields, refuse),
  };
  checkRow(row, refuse);
  return row;
}

function readTurn(value: unknown, path: string, refuse: Refuse): Draft {
  const turn = readFields(value, path, refuse);
  const [who, what] = field(turn, "from") === null ? (["role", "content"] as const) : (["from", "value"] as const);
  refuseOthers(turn, [who, what], path, refuse);
  const speaker = readRole(field(turn, who), Object.keys(speakers) as Speaker[], `${path}.${who}`, refuse);
  const said = readText(field(turn, what), `${path}.${what}`, refuse);
  if (speaker !== "function_call") return { role: speakers[speaker], content: said };
  const calls = parseJson(said, `${path}.${what}`, refuse);
  const list = Array.isArray(calls) ? readList(calls, `${path}.${what}`, refuse) : [calls];
  return {
    role: "assistant",
    content: [],
    tool_calls: list.map((call) => readToolCall(call, `${path}.${what}`, refuse)),
  };
}

/**
 * `conversations` of human, gpt, system, observation and function_call; a single `image` where no row has more.
 *
 * @throws ConversationError where text holds `<image>`, or a message both speaks and calls a function.
 */
export function writeLlava(row: ConversationRow<unknown>, shape: RowShape = shapeOf(row)): FormValue {
  const refuse = refuser("dataset.writeLlava", row.id);
  checkRow(row, refuse);
  return {
    id: checkId(row.id, refuse),
    ...(shape.images === 1 && { image: row.images[0] ?? null }),
    ...(shape.images > 1 && { images: row.images }),
    conversations: row.messages.map((message, index) => writeTurn(message, `messages[${index}]`, refuse)),
    ...writeExtras(row, shape),
  };
}

const written = { system: "system", user: "human", assistant: "gpt", tool: "observation" } as const;

function writeTurn({ role, content, tool_calls: calls }: RowMessage, path: string, refuse: Refuse): FormValue {
  const value = joinTags(content, path, refuse);
  if (!calls) return { from: written[role], value };
  if (value !== "" || role !== "assistant")
    throw refuse(
      `${path} of the ${role} has both text and tool_calls`,
      "an assistant's message with one of them, as this form has it",
      "Write another form",
    );
  return { from: "function_call", value: spacedJson(calls.length === 1 ? flat(calls[0]!) : calls.map(flat)) };
}

function flat({ function: { name, arguments: given } }: ToolCall): FormValue {
  return { name, arguments: given };
}

function features(shape: RowShape): Features {
  const images: Features = shape.images === 1 ? { image: { _type: "Image" } } : imageFeatures(shape);
  const conversations = { _type: "List", feature: { from: textFeature, value: textFeature } } as const;
  return { id: textFeature, ...images, conversations, ...extraFeatures(shape) };
}

export const llavaForm: Form = {
  name: "llava",
  keys: ["conversations"],
  columns: ["id", "image", "images", "conversations", "system", ...extraColumns],
  read: readLlava,
  write: writeLlava,
  features,
};
