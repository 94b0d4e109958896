import type { Conversation, Image } from "@vlm/types";
import type { ConversationRow } from "./conversation-row.js";

/** The row with its pictures decoded, as chat templates and collators take it. `decode` turns a PNG or JPEG into pixels. */
export async function toConversation(
  { id, messages, images, tools }: ConversationRow,
  decode: (bytes: Uint8Array) => Promise<Image>,
): Promise<Conversation> {
  const decoded = await Promise.all(images.map(({ bytes }) => decode(bytes)));
  return { id, messages, images: decoded, ...(tools && { tools }) };
}
