import type { Conversation } from "@vlm/types";
import type { ConversationLayout } from "./layout.js";
import type { Render, RenderOptions } from "./render.js";
import { sectionsOf } from "./sections.js";

/**
 * Where the user's turns begin in a rendered conversation: offsets of characters, ascending. A turn goes on, with all that
 * answers it, to where the next begins; messages of the user that follow one another are one turn.
 *
 * Undefined where a conversation cannot be cut between turns: it has one turn alone, its system text stands inside the
 * first turn, as Gemma's does, or the template writes earlier messages otherwise when later ones follow.
 */
export function turnsOf(
  render: Render,
  conversation: Conversation,
  options: RenderOptions,
  { text, content }: Pick<ConversationLayout, "text" | "content">,
  special: RegExp,
): readonly number[] | undefined {
  const { messages } = conversation;
  const later = messages.flatMap(({ role }, index) => {
    const before = messages.slice(0, index);
    return role === "user" && before.at(-1)?.role !== "user" && before.some((one) => one.role === "user")
      ? [index]
      : [];
  });
  const begins: number[] = [];
  for (const index of later) {
    const before = render(
      { ...conversation, messages: messages.slice(0, index) },
      { ...options, addGenerationPrompt: false },
    );
    if (!text.startsWith(before)) return undefined;
    begins.push(before.length);
  }
  const second = begins[0];
  if (second === undefined) return undefined;
  // Turns open alike: the first one begins where the opening of the second stands first.
  const opening = text.slice(second, text.indexOf("\n", second) + 1);
  const opens = (begin: number): boolean => text.startsWith(opening, begin);
  const specials = sectionsOf(text, special, content).filter(({ isSpecial }) => isSpecial);
  const first = specials.find(({ begin }) => opens(begin))?.begin;
  const isHead = messages[0]!.role === "system" && content[0] !== undefined;
  if (opening === "" || !begins.every((begin) => specials.some((one) => one.begin === begin) && opens(begin)))
    return undefined;
  if (first === undefined || first >= second || (isHead && first <= content[0]!.begin)) return undefined;
  return [first, ...begins];
}
