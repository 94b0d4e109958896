import type { Message } from "@vlm/types";

/** The words of a message, without its pictures. */
export function textOf(message: Message): string {
  return (message.content as readonly { readonly text?: string }[]).map((part) => part.text ?? "").join("");
}
