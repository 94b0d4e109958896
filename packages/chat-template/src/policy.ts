import type { Conversation } from "@vlm/types";

/**
 * Which of the assistant's messages are trained: all of them, the last one, those after the last message of the user,
 * or those from an index on (a prompt's length, where a conversation is a prompt and its completion).
 */
export type Train = "assistant" | "last" | "completion" | { readonly from: number };

/** Index of the first message whose assistant text is trained. */
export function firstTrained({ id, messages }: Conversation, train: Train): number {
  if (train === "assistant") return 0;
  if (train === "last") return messages.findLastIndex((message) => message.role === "assistant");
  if (train === "completion") return messages.findLastIndex((message) => message.role === "user") + 1;
  if (typeof train === "object" && Number.isInteger(train.from) && train.from >= 0 && train.from <= messages.length) {
    return train.from;
  }
  throw new RangeError(
    `chat-template.encode: train is ${JSON.stringify(train)} for the ${messages.length} messages of conversation ${JSON.stringify(id)}; ` +
      'expected "assistant", "last", "completion" or { from: index of a message }. Correct the option.',
  );
}
