import type { Role, ToolCall } from "@vlm/types";
import type { Refuse } from "./conversation-error.js";
import type { ImageReference, RowMessage, RowPart } from "./conversation-row.js";
import { countTags, imageTag, splitTags } from "./image-tags.js";

/** An image part may carry its picture. */
export type DraftPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly image?: ImageReference };

/** A message as some form writes it, before it is known which picture stands where. */
export interface Draft {
  readonly role: Role;
  readonly content: string | readonly DraftPart[];
  readonly tool_calls?: readonly ToolCall[];
}

export interface Placed {
  readonly messages: readonly RowMessage[];
  readonly images: readonly ImageReference[];
}

/**
 * Gives every image part its picture. Pictures without a part or a tag go before the text of the first user message, as
 * TRL has it, where `untagged` allows that.
 *
 * Refuses when parts or tags and pictures differ in number.
 */
export function placeImages(
  drafts: readonly Draft[],
  images: readonly ImageReference[],
  { untagged, refuse }: { untagged: "before the user's text" | "refused"; refuse: Refuse },
): Placed {
  const parts = drafts.flatMap(({ content }) => (typeof content === "string" ? [] : content));
  if (parts.some(({ type }) => type === "image")) return fillParts(drafts, images, refuse);
  const tags = drafts.reduce((sum, { content }) => sum + (typeof content === "string" ? countTags(content) : 0), 0);
  const first = drafts.findIndex(({ role }) => role === "user");
  if (tags === images.length) return { messages: drafts.map((draft) => withContent(draft, tagged(draft))), images };
  if (tags === 0 && untagged !== "refused" && typeof drafts[first]?.content === "string") {
    const leading = images.map(() => ({ type: "image" }) as const);
    const messages = drafts.map((draft, index) =>
      withContent(draft, index === first ? [...leading, ...tagged(draft)] : tagged(draft)),
    );
    return { messages, images };
  }
  throw refuse(
    `${plural(tags, `${imageTag} tag`)} and ${plural(images.length, "image")}`,
    "one for each other",
    "Mend the text or the images, or remove the row",
  );
}

/** With image parts, text is text: a tag in it is no picture. */
function fillParts(drafts: readonly Draft[], images: readonly ImageReference[], refuse: Refuse): Placed {
  const placed: ImageReference[] = [];
  let next = 0;
  const messages = drafts.map((draft) =>
    withContent(draft, literal(draft), (part) => {
      const own = part.image ?? images[next++];
      if (own !== undefined) placed.push(own);
    }),
  );
  if (next !== images.length)
    throw refuse(
      `${plural(next, "image part")} and ${plural(images.length, "image")}`,
      "one for each other",
      "Mend the parts or the images, or remove the row",
    );
  return { messages, images: placed };
}

function literal({ content }: Draft): readonly DraftPart[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

function tagged({ content }: Draft): readonly DraftPart[] {
  return typeof content === "string" ? splitTags(content) : content;
}

function withContent(
  { role, tool_calls }: Draft,
  parts: readonly DraftPart[],
  onImage: (part: { readonly image?: ImageReference }) => void = () => {},
): RowMessage {
  const content = parts.map((part): RowPart => {
    if (part.type === "text") return part;
    onImage(part);
    return { type: "image" };
  });
  return { role, content, ...(tool_calls && { tool_calls }) };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
