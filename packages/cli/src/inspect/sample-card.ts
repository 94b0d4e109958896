import { type Cell, type Features, type ImageCell, kindOf, type Row } from "@vlm/dataset";
import { type Html, html, picture } from "@vlm/eval/page";

/** A row as somebody would look at it: its pictures, then its other cells as text. */
export function sampleCard(row: Row, features: Features, title: string): Html {
  const pictures: Html[] = [];
  const texts: Html[] = [];
  for (const [name, feature] of Object.entries(features)) {
    const cell = row[name] ?? null;
    const kind = kindOf(feature);
    const images = kind.kind === "image" || (kind.kind === "list" && kindOf(kind.item).kind === "image");
    if (images) for (const image of [cell].flat() as (ImageCell | null)[]) pictures.push(imageOf(image, name));
    else texts.push(html`<dt>${name}</dt><dd><pre>${cellText(cell)}</pre></dd>`);
  }
  return html`<article class="card row"><h3>${title}</h3>${pictures}<dl>${texts}</dl></article>`;
}

function imageOf(image: ImageCell | null, name: string): Html {
  const type = image && formatOf(image.bytes);
  if (!image || !type) return html`<p class="empty">${name}: ${image ? "no picture that a browser shows" : "null"}</p>`;
  return picture(`data:image/${type};base64,${Buffer.from(image.bytes).toString("base64")}`, name);
}

/** What a browser is told that the bytes are, by their first ones; null for what it does not show. */
function formatOf(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith("\x89PNG")) return "png";
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("GIF8")) return "gif";
  return head.startsWith("RIFF") && head.endsWith("WEBP") ? "webp" : null;
}

function cellText(cell: Cell): string {
  if (typeof cell === "string") return cell;
  return JSON.stringify(cell, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)) ?? "null";
}
