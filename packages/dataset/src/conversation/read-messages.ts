import type { Role } from "@vlm/types";
import { describe } from "../describe.js";
import type { Refuse } from "./conversation-error.js";
import { type Fields, field, isFields, readFields, readList, readText, refuseOthers } from "./fields.js";
import { readImage } from "./image-reference.js";
import type { Draft, DraftPart } from "./place-images.js";
import { readToolCalls } from "./tool-calls.js";

export const roles: readonly Role[] = ["system", "user", "assistant", "tool"];

/** Names that no chat template writes are left out: `name`, `id`, `tool_call_id`. */
const messageFields = ["role", "content", "tool_calls", "name", "id", "tool_call_id"];

/** Messages in OpenAI's and TRL's spelling: content is a string or a list of parts. */
export function readDrafts(value: unknown, path: string, refuse: Refuse): readonly Draft[] {
  return readList(value, path, refuse).map((message, index) => readDraft(message, `${path}[${index}]`, refuse));
}

function readDraft(value: unknown, path: string, refuse: Refuse): Draft {
  const message = readFields(value, path, refuse);
  refuseOthers(message, messageFields, path, refuse);
  const role = readRole(field(message, "role"), roles, `${path}.role`, refuse);
  const calls = readToolCalls(field(message, "tool_calls"), `${path}.tool_calls`, refuse);
  const content = field(message, "content");
  if (content === null && !calls)
    throw refuse(`${path} has no content`, "a string, a list of parts, or tool_calls", "Mend or remove the row");
  return { role, content: readContent(content ?? [], `${path}.content`, refuse), ...(calls && { tool_calls: calls }) };
}

export function readRole<R extends string>(value: unknown, known: readonly R[], path: string, refuse: Refuse): R {
  const role = known.find((name) => name === value);
  if (role === undefined)
    throw refuse(`${path} is ${describe(value)}`, `one of ${known.join(", ")}`, "Mend or remove the row");
  return role;
}

function readContent(value: unknown, path: string, refuse: Refuse): string | readonly DraftPart[] {
  if (Array.isArray(value)) return value.map((part, index) => readPart(part, `${path}[${index}]`, refuse));
  return readText(value, path, refuse);
}

function readPart(value: unknown, path: string, refuse: Refuse): DraftPart {
  if (typeof value === "string") return { type: "text", text: readText(value, path, refuse) };
  const part = readFields(value, path, refuse);
  switch (field(part, "type")) {
    case "text":
      refuseOthers(part, ["type", "text"], path, refuse);
      return { type: "text", text: readText(field(part, "text"), `${path}.text`, refuse) };
    case "image":
    case "image_url":
      refuseOthers(part, ["type", "image", "image_url"], path, refuse);
      return readImagePart(part, path, refuse);
    default:
      throw refuse(
        `${path}.type is ${describe(field(part, "type"))}`,
        "text, image or image_url",
        "Mend or remove the row",
      );
  }
}

function readImagePart(part: Fields, path: string, refuse: Refuse): DraftPart {
  const image = field(part, "image") ?? field(part, "image_url");
  // Arrow keeps a struct of nulls where Python wrote none.
  const isEmpty = image === null || (isFields(image) && Object.values(image).every((inner) => inner === null));
  return isEmpty ? { type: "image" } : { type: "image", image: readImage(image, `${path}.image`, refuse) };
}
