import { type Cell, type Features, forms, type ImageCell, kindOf, type Row } from "@vlm/dataset";
import { type Html, html } from "@vlm/eval/page";
import { holdsConversations } from "./count-tokens.js";
import { inlineImage } from "./inline-image.js";
import { turns } from "./turns.js";

const spoken: ReadonlySet<string> = new Set(Object.values(forms).flatMap(({ keys }) => [...keys, "images", "image"]));

/** A row as somebody would look at it: its conversation or its pictures, then its other cells as text. */
export function sampleCard(row: Row, features: Features, title: string): Html {
  const isConversation = holdsConversations(features);
  const pictures: Html[] = [];
  const texts: Html[] = [];
  for (const [name, feature] of Object.entries(features)) {
    const cell = row[name] ?? null;
    if (isConversation && (cell === null || spoken.has(name))) continue;
    const kind = kindOf(feature);
    const images = kind.kind === "image" || (kind.kind === "list" && kindOf(kind.item).kind === "image");
    if (images) for (const image of [cell].flat() as (ImageCell | null)[]) pictures.push(inlineImage(image, name));
    else texts.push(html`<dt>${name}</dt><dd><pre>${cellText(cell)}</pre></dd>`);
  }
  return html`<article class="card row"><h3>${title}</h3>${isConversation ? turns(row) : pictures}<dl>${texts}</dl></article>`;
}

function cellText(cell: Cell): string {
  if (typeof cell === "string") return cell;
  return JSON.stringify(cell, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)) ?? "null";
}
