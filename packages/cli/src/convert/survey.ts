import { emptyShape, type Form, type FormName, mergeShapes, type RowShape, shapeOf } from "@vlm/dataset";
import { badRow, checkImages, type Reading, type ReadOptions, readRows } from "./conversations.js";
import type { Source } from "./source.js";

/** What a first reading of the whole input found. */
export interface Survey {
  /** Rows that will be written. */
  readonly rows: number;
  readonly images: number;
  readonly mostImages: number;
  readonly shape: RowShape;
  /** Rows by the form that they had. */
  readonly forms: ReadonlyMap<FormName, number>;
  /** Columns that are not carried over, and in how many rows. */
  readonly left: ReadonlyMap<string, number>;
  readonly refused: number;
  /** The first refusals, with place and reason. */
  readonly reasons: readonly string[];
}

export interface SurveyOptions extends ReadOptions {
  readonly to: Form;
  readonly badRows: "error" | "skip";
  readonly onRow: (done: number, rows: number) => void;
}

const listed = 20;

/** Reads every row as it will be read again for writing, and writes none: the files' columns depend on all rows. */
export async function survey(source: Source, options: SurveyOptions): Promise<Survey> {
  let shape = emptyShape;
  let [rows, images, refused] = [0, 0, 0];
  const formCounts = new Map<FormName, number>();
  const left = new Map<string, number>();
  const reasons: string[] = [];
  for await (const reading of readRows(source, options)) {
    const error = await refusal(reading, options);
    if (error) {
      const reason = `${reading.source.place}: ${error.message}`;
      if (options.badRows === "error")
        throw new Error(`${reason} To go on without such rows, set --bad_rows skip.`, { cause: error });
      refused++;
      if (reasons.length < listed) reasons.push(reason);
    } else {
      rows++;
      images += reading.row!.images.length;
      shape = mergeShapes(shape, shapeOf(reading.row!));
      count(formCounts, reading.form!);
      for (const name of reading.left) count(left, name);
    }
    options.onRow(reading.source.done, rows);
  }
  return { rows, images, mostImages: shape.images, shape, forms: formCounts, left, refused, reasons };
}

/** Why a row cannot be converted: it is no conversation, its pictures are not there, or the new form cannot say it. */
export async function refusal(
  reading: Reading,
  { to, images }: Pick<SurveyOptions, "to" | "images">,
): Promise<Error | null> {
  if (!reading.row) return reading.error!;
  try {
    to.write(reading.row);
    await checkImages(reading.row, images);
    return null;
  } catch (error) {
    return badRow(error);
  }
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
