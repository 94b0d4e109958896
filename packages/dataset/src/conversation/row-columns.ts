import { describe } from "../describe.js";
import type { Feature, Features } from "../features.js";
import type { Refuse } from "./conversation-error.js";
import type { ConversationRow } from "./conversation-row.js";
import { type Fields, field, readNumber, readText } from "./fields.js";
import type { RowShape } from "./row-shape.js";
import { checkDepth, spacedJson } from "./spaced-json.js";
import { parseJson } from "./tool-calls.js";

/** What a row of any form may say beside its messages and pictures. */
export type RowExtras = Pick<ConversationRow, "tools" | "completionFrom" | "rewards" | "score">;

export const extraColumns = ["tools", "completion_from", "rewards", "task_score"] as const;

/** The row's name: `id`, or what the caller calls it. Never throws, for errors begin with it. */
export function idOf(value: unknown, otherwise: string): string {
  if (typeof value !== "object" || value === null) return otherwise;
  const fields = value as Fields;
  const id = field(fields, "id") ?? field(fields, "sample_idx");
  if (typeof id === "number" || typeof id === "bigint") return String(id);
  return typeof id === "string" ? id.replace(/\p{Surrogate}/gu, "\ufffd") : otherwise;
}

export function readExtras(row: Fields, refuse: Refuse): RowExtras {
  const tools = readTools(field(row, "tools"), refuse);
  const completionFrom = readNumber(field(row, "completion_from"), "completion_from", refuse);
  const rewards = readRewards(field(row, "rewards"), refuse);
  const score = readNumber(field(row, "task_score"), "task_score", refuse);
  return {
    ...(tools && { tools }),
    ...(completionFrom !== null && { completionFrom }),
    ...(rewards && { rewards }),
    ...(score !== null && { score }),
  };
}

function readTools(value: unknown, refuse: Refuse): readonly unknown[] | undefined {
  const tools = typeof value === "string" && value !== "" ? parseJson(value, "tools", refuse) : value;
  if (tools === null || tools === "") return undefined;
  if (!Array.isArray(tools))
    throw refuse(`tools is ${describe(tools)}`, "a list of functions, or one as JSON", "Mend or remove the row");
  checkDepth(tools, "tools", refuse);
  return tools.length === 0 ? undefined : tools;
}

/** Undefined where every reward is null: then there are none. */
export function readRewards(value: unknown, refuse: Refuse): readonly (number | null)[] | undefined {
  if (value === null) return undefined;
  if (!Array.isArray(value))
    throw refuse(`rewards is ${describe(value)}`, "a list of numbers", "Mend or remove the row");
  const rewards = value.map((reward: unknown, index) => readNumber(reward ?? null, `rewards[${index}]`, refuse));
  return rewards.every((reward) => reward === null) ? undefined : rewards;
}

/** The columns that the shape has, null where this row has nothing to say. */
export function writeExtras(row: RowExtras, shape: RowShape): Fields {
  return {
    ...(shape.tools && { tools: row.tools ? spacedJson(row.tools) : null }),
    ...(shape.completionFrom && { completion_from: row.completionFrom ?? null }),
    ...(shape.rewards && { rewards: row.rewards ?? null }),
    ...(shape.score && { task_score: row.score ?? null }),
  };
}

export const textFeature: Feature = { _type: "Value", dtype: "string" };
const float64: Feature = { _type: "Value", dtype: "float64" };

export function extraFeatures(shape: RowShape): Features {
  return {
    ...(shape.tools && { tools: textFeature }),
    ...(shape.completionFrom && { completion_from: { _type: "Value", dtype: "int32" } }),
    ...(shape.rewards && { rewards: { _type: "List", feature: float64 } }),
    ...(shape.score && { task_score: float64 }),
  };
}

export function imageFeatures(shape: RowShape): Features {
  return shape.images > 0 ? { images: { _type: "List", feature: { _type: "Image" } } } : {};
}

/** Ids are texts in errors and in files. */
export function checkId(id: unknown, refuse: Refuse): string {
  return readText(id, "id", refuse);
}
