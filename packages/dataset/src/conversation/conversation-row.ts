import type { Role, ToolCall } from "@vlm/types";
import type { ImageCell } from "../row.js";

/** A piece of a message; an image part stands for the row's next image. */
export type RowPart = { readonly type: "text"; readonly text: string } | { readonly type: "image" };

export interface RowMessage {
  readonly role: Role;
  readonly content: readonly RowPart[];
  readonly tool_calls?: readonly ToolCall[];
}

/** A picture inside the row, or the path of its file relative to the data. */
export type ImageReference = ImageCell | string;

/** One conversation of a dataset, before its pictures are decoded: what every form is read into and written from. */
export interface ConversationRow<I = ImageCell> {
  readonly id: string;
  readonly messages: readonly RowMessage[];
  /** As many as there are image parts, in their order. */
  readonly images: readonly I[];
  /** JSON schemas of functions. */
  readonly tools?: readonly unknown[];
  /** The first message of the completion, when only that is to be learned: 1 to `messages.length - 1`. */
  readonly completionFrom?: number;
  /** Reward of each assistant message, null where there is none. */
  readonly rewards?: readonly (number | null)[];
  /** Of the whole conversation: a game's outcome. */
  readonly score?: number;
}
