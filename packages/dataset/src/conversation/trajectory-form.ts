import { describe } from "../describe.js";
import type { Features } from "../features.js";
import { checkRow } from "./check-row.js";
import { type Refuse, refuser } from "./conversation-error.js";
import type { ConversationRow, ImageReference, RowMessage } from "./conversation-row.js";
import { field, readFields, readList, readNumber, readText, refuseOthers } from "./fields.js";
import type { Form, FormValue, ReadRowOptions } from "./form.js";
import { readImages } from "./image-reference.js";
import { countTags, joinTags } from "./image-tags.js";
import { type Draft, placeImages } from "./place-images.js";
import { readDrafts } from "./read-messages.js";
import {
  checkId,
  extraColumns,
  extraFeatures,
  idOf,
  imageFeatures,
  readExtras,
  readRewards,
  textFeature,
  writeExtras,
} from "./row-columns.js";
import { type RowShape, shapeOf } from "./row-shape.js";

interface Turn {
  readonly drafts: readonly Draft[];
  readonly images: readonly ImageReference[];
  readonly reward: number | null;
  readonly answered: boolean;
}

/**
 * A multi-turn play as agents log it: `turns` of `{ step, inputs, outputs, image, reward }` and a `task_score`.
 *
 * `inputs` is the user's text or a list of messages; `outputs` what the model said, null only in the last turn. Pictures
 * stand in their turn (before its text, or at `<image>` tags) or all in the row's `images`, at tags.
 * @throws ConversationError that names the row and what is wrong with it.
 */
export function readTrajectory(value: unknown, { id = "" }: ReadRowOptions = {}): ConversationRow<ImageReference> {
  const name = idOf(value, id);
  const refuse = refuser("dataset.readTrajectory", name);
  const fields = readFields(value, "the row", refuse);
  const turns = readList(field(fields, "turns"), "turns", refuse).map((turn, index) => readTurn(turn, index, refuse));
  checkSteps(field(fields, "turns") as readonly object[], refuse);
  const unanswered = turns.findIndex(({ answered }) => !answered);
  if (unanswered !== -1 && (unanswered < turns.length - 1 || turns[unanswered]!.reward !== null))
    throw refuse(
      `turns[${unanswered}] has no outputs`,
      "outputs in every turn, but for a last one without a reward",
      "Mend or remove the row",
    );
  const { rewards, ...extras } = readExtras(fields, refuse);
  const inTurns = readRewards(
    turns.filter(({ answered }) => answered).map(({ reward }) => reward),
    refuse,
  );
  if (rewards && inTurns) throw refuse("the row and its turns both have rewards", "one of them", "Remove one");
  const given = rewards ?? inTurns;
  const row = {
    id: name,
    ...placeTurns(turns, readImages(fields, "", refuse), refuse),
    ...extras,
    ...(given && { rewards: given }),
  };
  checkRow(row, refuse);
  return row;
}

function readTurn(value: unknown, index: number, refuse: Refuse): Turn {
  const path = `turns[${index}]`;
  const turn = readFields(value, path, refuse);
  refuseOthers(turn, ["step", "inputs", "outputs", "image", "images", "reward"], path, refuse);
  const outputs = field(turn, "outputs");
  const answer: Draft[] =
    outputs === null ? [] : [{ role: "assistant", content: readText(outputs, `${path}.outputs`, refuse) }];
  return {
    drafts: [...readInputs(field(turn, "inputs"), `${path}.inputs`, refuse), ...answer],
    images: readImages(turn, `${path}.`, refuse),
    reward: readNumber(field(turn, "reward"), `${path}.reward`, refuse),
    answered: outputs !== null,
  };
}

function readInputs(value: unknown, path: string, refuse: Refuse): readonly Draft[] {
  if (value === null || (Array.isArray(value) && value.length === 0)) return [];
  if (typeof value === "string") return [{ role: "user", content: readText(value, path, refuse) }];
  return readDrafts(value, path, refuse);
}

function checkSteps(turns: readonly object[], refuse: Refuse): void {
  let last = Number.NEGATIVE_INFINITY;
  turns.forEach((turn, index) => {
    const step = readNumber(field(turn as FormValue, "step"), `turns[${index}].step`, refuse);
    if (step !== null && step <= last)
      throw refuse(`turns[${index}].step is ${describe(step)} after ${last}`, "steps in order", "Sort the turns");
    last = step ?? last;
  });
}

function placeTurns(
  turns: readonly Turn[],
  images: readonly ImageReference[],
  refuse: Refuse,
): Pick<ConversationRow<ImageReference>, "messages" | "images"> {
  const drafts = turns.flatMap((turn) => turn.drafts);
  const inTurns = turns.some((turn) => turn.images.length > 0);
  if (images.length > 0 && inTurns) throw refuse("the row and its turns both have images", "one of them", "Remove one");
  if (!inTurns) return placeImages(drafts, images, { untagged: "refused", refuse });
  const placed = turns.map((turn) =>
    placeImages(turn.drafts, turn.images, { untagged: "before the user's text", refuse }),
  );
  return { messages: placed.flatMap(({ messages }) => messages), images: placed.flatMap((turn) => turn.images) };
}

/**
 * `turns` that end with an assistant's message each, with its reward; pictures in `images`, at `<image>` tags.
 *
 * @throws ConversationError where text holds `<image>`, where a picture stands in an answer, and on tool calls.
 */
export function writeTrajectory(row: ConversationRow<unknown>, shape: RowShape = shapeOf(row)): FormValue {
  const refuse = refuser("dataset.writeTrajectory", row.id);
  checkRow(row, refuse);
  const turns: FormValue[] = [];
  let inputs: FormValue[] = [];
  const end = (outputs: string | null): void => {
    const reward = outputs === null ? null : (row.rewards?.[turns.length] ?? null);
    turns.push({ step: turns.length, inputs, outputs, ...(shape.rewards && { reward }) });
    inputs = [];
  };
  row.messages.forEach((message, index) => {
    const content = writeText(message, `messages[${index}]`, refuse);
    if (message.role === "assistant") end(content);
    else inputs.push({ role: message.role, content });
  });
  if (inputs.length > 0) end(null);
  return {
    id: checkId(row.id, refuse),
    turns,
    ...(shape.images > 0 && { images: row.images }),
    ...writeExtras(row, { ...shape, rewards: false }),
  };
}

function writeText({ role, content, tool_calls: calls }: RowMessage, path: string, refuse: Refuse): string {
  if (calls) throw refuse(`${path} has tool_calls`, "none, for this form has no place for them", "Write another form");
  const said = joinTags(content, path, refuse);
  if (role === "assistant" && countTags(said) > 0)
    throw refuse(`${path} is an answer with a picture`, "text alone", "Write another form");
  return said;
}

function features(shape: RowShape): Features {
  const message = { role: textFeature, content: textFeature };
  const turn = {
    step: { _type: "Value", dtype: "int32" },
    inputs: { _type: "List", feature: message },
    outputs: textFeature,
    ...(shape.rewards && { reward: { _type: "Value", dtype: "float64" } as const }),
  } as const;
  const extras = extraFeatures({ ...shape, rewards: false });
  return { id: textFeature, turns: { _type: "List", feature: turn }, ...imageFeatures(shape), ...extras };
}

export const trajectoryForm: Form = {
  name: "trajectory",
  keys: ["turns"],
  columns: ["id", "sample_idx", "turns", "image", "images", ...extraColumns],
  read: readTrajectory,
  write: writeTrajectory,
  features,
};
