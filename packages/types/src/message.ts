import type { Image } from "./image.js";

export type Role = "system" | "user" | "assistant" | "tool";

/** A piece of a message. An image part without pixels takes the conversation's next image. */
export type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly image?: Image };

export interface ToolCall {
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };
}

export interface Message {
  readonly role: Role;
  readonly content: string | readonly Part[];
  /** Hugging Face's spelling, as templates read it. */
  readonly tool_calls?: readonly ToolCall[];
}

/** What one training sample or one question is made of, before it is text. */
export interface Conversation {
  /** Names the conversation in errors and reports. */
  readonly id: string;
  readonly messages: readonly Message[];
  /** Pixels for image parts that carry none, in order of appearance. */
  readonly images?: readonly Image[];
  /** JSON schemas of functions, as templates read them. */
  readonly tools?: readonly unknown[];
}
