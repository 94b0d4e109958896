import { describe } from "../describe.js";
import type { Features } from "../features.js";
import { checkRow } from "./check-row.js";
import { type Refuse, refuser } from "./conversation-error.js";
import type { ConversationRow, ImageReference } from "./conversation-row.js";
import { type Fields, field, readFields, readText } from "./fields.js";
import type { Form, FormValue, ReadRowOptions } from "./form.js";
import { readImages } from "./image-reference.js";
import { messageListFeature, storedMessage } from "./messages-form.js";
import { type Draft, placeImages } from "./place-images.js";
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

/**
 * A row of `prompt` and `completion`, both strings (a user's message and its answer) or both lists of messages.
 *
 * `completionFrom` says where the completion begins.
 * @throws ConversationError that names the row and what is wrong with it.
 */
export function readPromptCompletion(
  value: unknown,
  { id = "" }: ReadRowOptions = {},
): ConversationRow<ImageReference> {
  const name = idOf(value, id);
  const refuse = refuser("dataset.readPromptCompletion", name);
  const fields = readFields(value, "the row", refuse);
  const [prompt, completion] = readSides(fields, refuse);
  const images = readImages(fields, "", refuse);
  const placed = placeImages([...prompt, ...completion], images, { untagged: "before the user's text", refuse });
  const row = { id: name, ...placed, ...readExtras(fields, refuse), completionFrom: prompt.length };
  checkRow(row, refuse);
  return row;
}

function readSides(fields: Fields, refuse: Refuse): readonly [readonly Draft[], readonly Draft[]] {
  const prompt = field(fields, "prompt");
  const completion = field(fields, "completion");
  if (Array.isArray(prompt) !== Array.isArray(completion))
    throw refuse(
      `prompt is ${describe(prompt)} and completion is ${describe(completion)}`,
      "two strings or two lists of messages",
      "Mend or remove the row",
    );
  if (Array.isArray(prompt))
    return [readDrafts(prompt, "prompt", refuse), readDrafts(completion, "completion", refuse)];
  return [
    [{ role: "user", content: readText(prompt, "prompt", refuse) }],
    [{ role: "assistant", content: readText(completion, "completion", refuse) }],
  ];
}

/** Lists of messages, cut at `completionFrom`; a row without one is cut before its last message, which must be the assistant's. */
export function writePromptCompletion(row: ConversationRow<unknown>, shape: RowShape = shapeOf(row)): FormValue {
  const refuse = refuser("dataset.writePromptCompletion", row.id);
  checkRow(row, refuse);
  const cut = row.completionFrom ?? row.messages.length - 1;
  if (row.completionFrom === undefined && (cut === 0 || row.messages[cut]!.role !== "assistant"))
    throw refuse(
      `the last of ${row.messages.length} messages is the ${row.messages[cut]!.role}'s and nothing says where the completion begins`,
      "an assistant's message after a prompt",
      "Set completion_from or remove the row",
    );
  const messages = row.messages.map((message) => storedMessage(message, shape));
  return {
    id: checkId(row.id, refuse),
    prompt: messages.slice(0, cut),
    completion: messages.slice(cut),
    ...(shape.images > 0 && { images: row.images }),
    ...writeExtras(row, { ...shape, completionFrom: false }),
  };
}

function features(shape: RowShape): Features {
  const list = messageListFeature(shape);
  const extras = extraFeatures({ ...shape, completionFrom: false });
  return { id: textFeature, prompt: list, completion: list, ...imageFeatures(shape), ...extras };
}

export const promptCompletionForm: Form = {
  name: "prompt_completion",
  keys: ["prompt", "completion"],
  columns: [
    "id",
    "prompt",
    "completion",
    "image",
    "images",
    ...extraColumns.filter((name) => name !== "completion_from"),
  ],
  read: readPromptCompletion,
  write: writePromptCompletion,
  features,
};
