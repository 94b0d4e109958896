import type { Conversation } from "@vlm/types";

export interface RenderOptions {
  /** Ends with the opening of an assistant's turn. */
  readonly addGenerationPrompt?: boolean;
  /** Numbers the pictures in the text: `Picture 1: `. */
  readonly addVisionId?: boolean;
}

/** Messages and tools as text, for one conversation. */
export type Render = (conversation: Conversation, options: RenderOptions) => string;
