import type { Conversation, Message, Part } from "@vlm/types";

/**
 * All that a template is likely to look at besides the texts: roles, kinds of parts, which texts are empty, tools and
 * tool calls letter by letter, options. Conversations of one shape are likely to have the same text between their texts.
 */
export function shapeOf(
  { messages, tools }: Conversation,
  {
    addGenerationPrompt = false,
    addVisionId = false,
  }: { readonly addGenerationPrompt?: boolean; readonly addVisionId?: boolean },
): string {
  let shape = `${addGenerationPrompt} ${addVisionId}`;
  for (const { role, content, tool_calls } of messages) {
    // Roles differ in their first letters.
    shape += ` ${role[0]}${typeof content === "string" ? kindOf(content) : `[${content.map(kindOfPart).join("")}]`}`;
    if (tool_calls) shape += JSON.stringify(tool_calls);
  }
  return tools ? `${shape} ${JSON.stringify(tools)}` : shape;
}

/** The texts of all messages that are not empty, in order. */
export function contentsOf(messages: readonly Message[]): readonly string[] {
  const contents: string[] = [];
  for (const { content } of messages) {
    if (typeof content === "string") {
      if (content !== "") contents.push(content);
    } else {
      for (const part of content) if (part.type === "text" && part.text !== "") contents.push(part.text);
    }
  }
  return contents;
}

function kindOf(text: string): string {
  return text === "" ? "-" : "t";
}

function kindOfPart(part: Part): string {
  return part.type === "text" ? kindOf(part.text) : "i";
}
