import type { Conversation, Image } from "@vlm/types";

/** The pictures of a conversation in the order of its image parts; fewer parts than pictures is an error. */
export function imagesOf(conversation: Conversation): { readonly images: readonly Image[]; readonly parts: number } {
  const { id, messages, images: given } = conversation;
  const parts = messages.flatMap(({ content }) =>
    typeof content === "string" ? [] : content.filter((part) => part.type === "image"),
  );
  const open = parts.filter((part) => part.image === undefined).length;
  if (given !== undefined && given.length !== open) {
    throw new Error(
      `chat-template.encode: conversation ${JSON.stringify(id)} has ${open} image parts without pixels and ${given.length} images; ` +
        "expected one image for each such part. Add the part or drop the image.",
    );
  }
  let next = 0;
  const images = parts.flatMap((part) => part.image ?? given?.[next++] ?? []);
  return { images, parts: parts.length };
}
