import type { Conversation, Message } from "@vlm/types";
import { type ContentSpan, markConversation } from "./marks.js";
import type { Render, RenderOptions } from "./template.js";

/** Characters from `begin` up to `end`. */
export interface Interval {
  readonly begin: number;
  readonly end: number;
}

/** A rendered conversation: which characters are content, and which the assistant wrote. */
export interface ConversationLayout {
  readonly text: string;
  /** Content and strings of tools, in order: in them nothing is a special token unless it is asked for. */
  readonly content: readonly Interval[];
  /** For each assistant message in order: what it wrote, its end-of-turn token included. */
  readonly written: readonly (readonly Interval[])[];
}

/**
 * Finds in the rendering itself what each piece of content became: the conversation is rendered a second time with
 * marks around every piece, and that rendering without its marks must be the first one. A template that trims content
 * is followed by trimming it beforehand. A template that does anything else with content is refused.
 */
export function layOutConversation(
  render: Render,
  conversation: Conversation,
  options: RenderOptions,
  endings: Endings,
  specialTokens: RegExp,
): ConversationLayout {
  const text = render(conversation, options);
  for (const candidate of [conversation, trimmed(conversation)]) {
    if (candidate !== conversation && render(candidate, options) !== text) break;
    const spans = locate(render, candidate, options, text, specialTokens);
    if (!spans) continue;
    const written = candidate.messages.flatMap((message, index) => {
      if (message.role !== "assistant") return [];
      const begin = beginOfTail(candidate, index, spans, text, (messages) =>
        render({ ...candidate, messages }, { ...options, addGenerationPrompt: true }),
      );
      return [writtenBy(index, begin, spans, text, endings)];
    });
    return { text, content: spans, written };
  }
  throw new Error(
    `chat-template.encode: conversation ${JSON.stringify(conversation.id)} cannot be masked safely, because the template ` +
      "changes its content; expected every text once, in order, unchanged. Change the content or the template.",
  );
}

/** How an assistant's turn ends in the text. */
export interface Endings {
  /** Tokens that end a turn: `<|im_end|>`. */
  readonly tokens: readonly string[];
  /** Whether the newline after such a token belongs to the turn. */
  readonly newline: boolean;
}

function locate(
  render: Render,
  conversation: Conversation,
  options: RenderOptions,
  text: string,
  specialTokens: RegExp,
): readonly ContentSpan[] | null {
  const marked = markConversation(conversation, (piece) => piece.search(specialTokens) >= 0);
  if (!marked) return null;
  const unmarked = marked.unmark(render(marked.conversation, options));
  return unmarked?.text === text ? unmarked.spans : null;
}

function trimmed(conversation: Conversation): Conversation {
  const trim = (message: Message): Message => ({
    ...message,
    content:
      typeof message.content === "string"
        ? message.content.trim()
        : message.content.map((part) => (part.type === "text" ? { ...part, text: part.text.trim() } : part)),
  });
  return { ...conversation, messages: conversation.messages.map(trim) };
}

/** A message's texts, and what follows them from `tail` up to the end of the turn: tool calls and the end token. */
function writtenBy(
  message: number,
  tail: number,
  spans: readonly ContentSpan[],
  text: string,
  endings: Endings,
): readonly Interval[] {
  const own = spans.filter((span) => span.message === message);
  const next = spans.find((span) => span.message > message && span.begin >= tail);
  const end = endOfTurn(text, tail, next?.begin ?? text.length, own, endings) ?? tail;
  return joined([...own.filter((span) => span.isContent), { begin: tail, end }]);
}

/** Where a message's last text ends; for one without text, the end of what precedes it and opens its turn. */
function beginOfTail(
  conversation: Conversation,
  message: number,
  spans: readonly ContentSpan[],
  text: string,
  opened: (before: readonly Message[]) => string,
): number {
  const last = spans.findLast((span) => span.message === message && span.isContent);
  if (last) return last.end;
  const opening = opened(conversation.messages.slice(0, message));
  if (text.startsWith(opening)) return opening.length;
  throw new Error(
    `chat-template.encode: message ${message} of conversation ${JSON.stringify(conversation.id)} has no text, and the template ` +
      "does not show where it begins; expected text from the assistant. Give it content.",
  );
}

/** One past the first end token between two positions that stands in no content; null when there is none. */
function endOfTurn(
  text: string,
  from: number,
  to: number,
  content: readonly Interval[],
  endings: Endings,
): number | null {
  const isContent = (begin: number, end: number): boolean =>
    content.some((span) => begin < span.end && end > span.begin);
  let first: Interval | null = null;
  for (const token of endings.tokens) {
    let begin = text.indexOf(token, from);
    while (begin >= 0 && isContent(begin, begin + token.length)) begin = text.indexOf(token, begin + 1);
    const end = begin + token.length;
    if (begin >= 0 && end <= to && (first === null || begin < first.begin)) first = { begin, end };
  }
  if (first === null) return null;
  return endings.newline && text[first.end] === "\n" ? first.end + 1 : first.end;
}

/** Intervals that touch become one, so that a token across their border is whole; empty ones go. */
function joined(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const { begin, end } of intervals) {
    if (begin === end) continue;
    const last = result.at(-1);
    if (last?.end === begin) result[result.length - 1] = { begin: last.begin, end };
    else result.push({ begin, end });
  }
  return result;
}
