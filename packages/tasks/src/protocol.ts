import { type Json, pythonJson } from "./json.js";

const START = "JSON_START";
const END = "JSON_END";

/**
 * Why an answer could not be read: nothing opens it (`JSON_START`, `{` or `<move>`); nothing closes it; what stands between
 * is not a JSON object; the object lacks a key of the task or has a value of the wrong kind.
 */
export type Problem = "missing_start" | "missing_end" | "invalid_json" | "wrong_keys";

export type Answer =
  | { readonly json: Readonly<Record<string, unknown>>; readonly problem: null }
  | { readonly json: null; readonly problem: Problem };

/** The object between the anchors, as the assistant writes it. */
export function writeAnswer(answer: { readonly [key: string]: Json }): string {
  return `${START}\n${pythonJson(answer)}\n${END}`;
}

/** The object in the first pair of anchors; text around them is ignored. Never throws. */
export function readAnswer(text: string): Answer {
  const start = text.indexOf(START);
  if (start < 0) return { json: null, problem: "missing_start" };
  const end = text.indexOf(END, start + START.length);
  if (end < 0) return { json: null, problem: "missing_end" };
  return parseObject(text.slice(start + START.length, end));
}

function parseObject(text: string): Answer {
  try {
    const json: unknown = JSON.parse(text);
    if (isObject(json)) return { json, problem: null };
  } catch {
    // A model wrote it: unreadable text is an answer like any other.
  }
  return { json: null, problem: "invalid_json" };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The object in a text without anchors: from the first brace to the last, whatever stands around it, such as a code fence.
 *
 * Where there are anchors, they decide. Never throws.
 */
export function readObject(text: string): Answer {
  if (text.includes(START)) return readAnswer(text);
  const start = text.indexOf("{");
  if (start < 0) return { json: null, problem: "missing_start" };
  const end = text.lastIndexOf("}");
  if (end < start) return { json: null, problem: "missing_end" };
  return parseObject(text.slice(start, end + 1));
}
