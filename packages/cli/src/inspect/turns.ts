import { type ConversationRow, detectForm, forms, type Row } from "@vlm/dataset";
import { type Html, html } from "@vlm/eval/page";
import { inlineImage } from "./inline-image.js";

/** A conversation as it was held: turn after turn, each picture in its place. */
export function turns(row: Row): Html {
  const { messages, images } = forms[detectForm(row)].read(row) as ConversationRow;
  let next = 0;
  return html`${messages.map(
    ({ role, content, tool_calls: calls = [] }) =>
      html`<div class="turn ${role}"><h4>${role}</h4>${content.map((part) =>
        part.type === "image" ? inlineImage(images[next++] ?? null, `${role}'s picture`) : html`<p>${part.text}</p>`,
      )}${calls.map((call) => html`<pre>${JSON.stringify(call.function, null, 1)}</pre>`)}</div>`,
  )}`;
}
