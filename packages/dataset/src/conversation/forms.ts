import { describe } from "../describe.js";
import { refuser } from "./conversation-error.js";
import type { ConversationRow, ImageReference } from "./conversation-row.js";
import { field, isFields } from "./fields.js";
import type { Form, FormName, ReadRowOptions } from "./form.js";
import { llavaForm } from "./llava-form.js";
import { messagesForm } from "./messages-form.js";
import { promptCompletionForm } from "./prompt-completion-form.js";
import { idOf } from "./row-columns.js";
import { trajectoryForm } from "./trajectory-form.js";

export const forms: Readonly<Record<FormName, Form>> = {
  messages: messagesForm,
  prompt_completion: promptCompletionForm,
  llava: llavaForm,
  trajectory: trajectoryForm,
};

export const formNames: readonly FormName[] = Object.keys(forms) as FormName[];

const known = formNames.map((name) => `${forms[name].keys.join(" + ")} (${name})`).join(", ");

/**
 * The form that a row's columns tell.
 *
 * @throws ConversationError where they tell none, or several.
 */
export function detectForm(value: unknown, { id = "" }: ReadRowOptions = {}): FormName {
  const refuse = refuser("dataset.detectForm", idOf(value, id));
  const found = isFields(value)
    ? formNames.filter((name) => forms[name].keys.every((key) => field(value, key) !== null))
    : [];
  if (found.length === 1) return found[0]!;
  throw found.length === 0
    ? refuse(`the row is ${describe(value)}, which no form has`, `columns ${known}`, "Rename the columns")
    : refuse(`the row has the columns of ${found.join(" and ")}`, "those of one form", "Name the form to read");
}

/** Reads a row of the named form, or of the one that its columns tell. */
export function readConversation(
  value: unknown,
  { id = "", form }: ReadRowOptions & { readonly form?: FormName } = {},
): ConversationRow<ImageReference> {
  return forms[form ?? detectForm(value, { id })].read(value, { id });
}
