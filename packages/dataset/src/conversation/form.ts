import type { Features } from "../features.js";
import type { ConversationRow, ImageReference } from "./conversation-row.js";
import type { RowShape } from "./row-shape.js";

export type FormName = "messages" | "prompt_completion" | "llava" | "trajectory";

export interface ReadRowOptions {
  /** Names a row that has no id of its own. */
  readonly id?: string;
}

/** A row as a file holds it: cells by column. */
export type FormValue = Readonly<Record<string, unknown>>;

/** One way of writing conversations down. */
export interface Form {
  readonly name: FormName;
  /** The columns that tell the form. */
  readonly keys: readonly string[];
  /** Every column that the form reads. */
  readonly columns: readonly string[];
  read(value: unknown, options?: ReadRowOptions): ConversationRow<ImageReference>;
  /** `shape` is that of all rows of a file, so that all have the same columns; that of the row alone by default. */
  write(row: ConversationRow<unknown>, shape?: RowShape): FormValue;
  features(shape: RowShape): Features;
}
