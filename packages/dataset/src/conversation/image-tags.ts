import type { Refuse } from "./conversation-error.js";
import type { RowPart } from "./conversation-row.js";

/** Stands for a picture inside the text of LLaVA's form. There is no way to write it as text. */
export const imageTag = "<image>";

export function countTags(text: string): number {
  return text.split(imageTag).length - 1;
}

/** Text around tags as parts: no empty text beside an image, an empty string as one empty text. */
export function splitTags(text: string): readonly RowPart[] {
  if (text === "") return [{ type: "text", text }];
  return text
    .split(imageTag)
    .flatMap((piece, index): RowPart[] => [
      ...(index > 0 ? [{ type: "image" } as const] : []),
      ...(piece === "" ? [] : [{ type: "text", text: piece } as const]),
    ]);
}

/** Parts as text with tags; texts that touch become one. Refuses text that holds a tag, which would be read as a picture. */
export function joinTags(parts: readonly RowPart[], path: string, refuse: Refuse): string {
  const text = parts.map((part) => (part.type === "text" ? part.text : imageTag)).join("");
  const images = parts.filter((part) => part.type === "image").length;
  if (countTags(text) !== images)
    throw refuse(
      `${path} has the text ${JSON.stringify(imageTag)} in it`,
      `text without it, for this form writes every picture as ${imageTag} and has no escape`,
      "Write another form, or reword the text",
    );
  return text;
}
