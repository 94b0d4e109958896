import type { ImageCell } from "@vlm/dataset";
import { type Html, html, picture } from "@vlm/eval/page";

/** A picture inside the page, as the file that it is. */
export function inlineImage(image: ImageCell | null, name: string): Html {
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
