import {
  ConversationError,
  type ConversationRow,
  detectForm,
  type FormName,
  forms,
  type ImageReference,
} from "@vlm/dataset";
import type { ImageRoot } from "@vlm/dataset/node";
import type { Source, SourceRow } from "./source.js";

export interface ReadOptions {
  readonly from: FormName | "auto";
  /** What is asked of a picture that has only a `text` or a `label`. */
  readonly prompt: string | null;
  readonly images: ImageRoot;
}

/** A row of the input as a conversation, or why it is none. */
export interface Reading {
  readonly source: SourceRow;
  readonly form?: FormName;
  readonly row?: ConversationRow<ImageReference>;
  readonly error?: Error;
  /** Columns that the form does not have. */
  readonly left: readonly string[];
}

/** Reads every row of the source; what is wrong with a row is a value. Pictures stay where they are. */
export async function* readRows(source: Source, options: ReadOptions): AsyncGenerator<Reading, void, undefined> {
  let index = 0;
  for await (const each of source.rows()) yield readRow(each, String(index++), options);
}

function readRow(source: SourceRow, id: string, { from, prompt }: ReadOptions): Reading {
  if (source.error) return { source, error: source.error, left: [] };
  try {
    const { value, used } = asked(source.value, prompt);
    const form = from === "auto" ? detectForm(value, { id }) : from;
    const row = forms[form].read(value, { id });
    const columns = new Set([...forms[form].columns, ...used]);
    const left = Object.entries(source.value as object).flatMap(([name, cell]) =>
      columns.has(name) || cell === null ? [] : [name],
    );
    return { source, form, row, left };
  } catch (error) {
    return { source, error: badRow(error), left: [] };
  }
}

/** A picture with a caption or class as question and answer, where a question is given. */
function asked(value: unknown, prompt: string | null): { readonly value: unknown; readonly used: readonly string[] } {
  if (prompt === null || typeof value !== "object" || value === null) return { value, used: [] };
  const answers = (["text", "label"] as const).filter((name) => typeof (value as Answered)[name] === "string");
  const [answer] = answers;
  if (answers.length !== 1 || answer === undefined)
    throw new ConversationError(
      `vlm convert: --prompt is set and the row has ${answers.join(" and ") || "no text and no label"}; expected one of text and label as the answer. Leave --prompt out, or mend the row.`,
    );
  return { value: { ...value, prompt, completion: (value as Answered)[answer] }, used: [answer] };
}

interface Answered {
  readonly text?: unknown;
  readonly label?: unknown;
}

/** Puts the bytes in the place of paths. */
export async function loadImages(row: ConversationRow<ImageReference>, images: ImageRoot): Promise<ConversationRow> {
  const cells = [];
  for (const image of row.images) cells.push(typeof image === "string" ? await images.read(image) : image);
  return { ...row, images: cells };
}

/** Throws where a path names no picture of the folder. */
export async function checkImages(row: ConversationRow<ImageReference>, images: ImageRoot): Promise<void> {
  for (const image of row.images) if (typeof image === "string") await images.check(image);
}

/** The error that makes a row a bad one; any other is thrown on. */
export function badRow(error: unknown): Error {
  if (error instanceof ConversationError) return error;
  throw error;
}
