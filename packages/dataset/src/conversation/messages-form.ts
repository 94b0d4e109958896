import type { Feature, Features } from "../features.js";
import { checkRow } from "./check-row.js";
import { refuser } from "./conversation-error.js";
import type { ConversationRow, ImageReference, RowMessage } from "./conversation-row.js";
import { field, readFields } from "./fields.js";
import type { Form, FormValue, ReadRowOptions } from "./form.js";
import { readImages } from "./image-reference.js";
import { placeImages } from "./place-images.js";
import { readDrafts } from "./read-messages.js";
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
import { writeToolCall } from "./tool-calls.js";

/**
 * A row of TRL's `messages` with `images` or a single `image`, and of LLaMA-Factory's, whose strings hold `<image>` tags.
 *
 * @throws ConversationError that names the row and what is wrong with it.
 */
export function readMessages(value: unknown, { id = "" }: ReadRowOptions = {}): ConversationRow<ImageReference> {
  const name = idOf(value, id);
  const refuse = refuser("dataset.readMessages", name);
  const fields = readFields(value, "the row", refuse);
  const drafts = readDrafts(field(fields, "messages"), "messages", refuse);
  const images = readImages(fields, "", refuse);
  const placed = placeImages(drafts, images, { untagged: "before the user's text", refuse });
  const row = { id: name, ...placed, ...readExtras(fields, refuse) };
  checkRow(row, refuse);
  return row;
}

/** `messages` with lists of parts, and `images`. Every row can be written; tools and arguments become JSON. */
export function writeMessages(row: ConversationRow<unknown>, shape: RowShape = shapeOf(row)): FormValue {
  const refuse = refuser("dataset.writeMessages", row.id);
  checkRow(row, refuse);
  return {
    id: checkId(row.id, refuse),
    messages: row.messages.map((message) => storedMessage(message, shape)),
    ...(shape.images > 0 && { images: row.images }),
    ...writeExtras(row, shape),
  };
}

export function storedMessage({ role, content, tool_calls: calls }: RowMessage, { toolCalls }: RowShape): FormValue {
  const parts = content.map((part) => ({ type: part.type, text: part.type === "text" ? part.text : null }));
  return { role, content: parts, ...(toolCalls && { tool_calls: calls?.map(writeToolCall) ?? null }) };
}

/** 🤗's features of a list of messages. */
export function messageListFeature({ toolCalls }: RowShape): Feature {
  const call: Feature = { type: textFeature, function: { name: textFeature, arguments: textFeature } };
  const content: Feature = { _type: "List", feature: { type: textFeature, text: textFeature } };
  const message = {
    role: textFeature,
    content,
    ...(toolCalls && { tool_calls: { _type: "List", feature: call } as const }),
  };
  return { _type: "List", feature: message };
}

function features(shape: RowShape): Features {
  return { id: textFeature, messages: messageListFeature(shape), ...imageFeatures(shape), ...extraFeatures(shape) };
}

export const messagesForm: Form = {
  name: "messages",
  keys: ["messages"],
  columns: ["id", "messages", "image", "images", ...extraColumns],
  read: readMessages,
  write: writeMessages,
  features,
};
