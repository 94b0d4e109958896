import type { Conversation, Message, Part } from "@vlm/types";

/** Where a piece of content came to stand in the rendered text. */
export interface ContentSpan {
  /** Index of the message, or −1 for a tool's definition. */
  readonly message: number;
  /** False for strings inside tool calls. */
  readonly isContent: boolean;
  readonly begin: number;
  readonly end: number;
}

/** A conversation whose pieces of content stand between private-use characters, and how to read its rendering. */
export interface MarkedConversation {
  readonly conversation: Conversation;
  /** The rendering without marks and where each piece stands; null when marks are doubled or out of order, or an answer's are lost. */
  unmark(rendered: string): { readonly text: string; readonly spans: readonly ContentSpan[] } | null;
}

const PLANE_SIZE = 0x10000;
// The last two code points of a plane are not characters.
const PIECES_LIMIT = (PLANE_SIZE - 2) / 2;

/**
 * Marks every text of the messages, and those strings of tools and tool calls that `needsMark` names. Null when the
 * conversation itself uses both private-use planes, or has more than 32,767 pieces.
 */
export function markConversation(
  conversation: Conversation,
  needsMark: (text: string) => boolean,
): MarkedConversation | null {
  const plane = freePlane(conversation);
  if (plane === null) return null;
  const pieces: Piece[] = [];
  const mark = (text: string, message: number, isContent: boolean): string => {
    // An empty text stays empty: templates ask whether there is content.
    if (text === "" || !(isContent || needsMark(text))) return text;
    const begin = plane + 2 * pieces.length;
    const isAnswer = isContent && conversation.messages[message]?.role === "assistant";
    pieces.push({ message, isContent, isAnswer });
    return String.fromCodePoint(begin) + text + String.fromCodePoint(begin + 1);
  };
  const marked: Conversation = {
    ...conversation,
    messages: conversation.messages.map((message, index) => markMessage(message, index, mark)),
    ...(conversation.tools && {
      tools: conversation.tools.map((tool) => mapStrings(tool, (text) => mark(text, -1, false))),
    }),
  };
  if (pieces.length > PIECES_LIMIT) return null;
  const pattern = new RegExp(`[\\u{${plane.toString(16)}}-\\u{${(plane + PLANE_SIZE - 1).toString(16)}}]`, "gu");
  return { conversation: marked, unmark: (rendered) => unmark(rendered, pattern, plane, pieces) };
}

interface Piece {
  readonly message: number;
  readonly isContent: boolean;
  /** Text of the assistant: a template that leaves it out hides what is to be trained. */
  readonly isAnswer: boolean;
}

type Mark = (text: string, message: number, isContent: boolean) => string;

function markMessage(message: Message, index: number, mark: Mark): Message {
  const markPart = (part: Part): Part =>
    part.type === "text" ? { ...part, text: mark(part.text, index, true) } : part;
  return {
    ...message,
    content: typeof message.content === "string" ? mark(message.content, index, true) : message.content.map(markPart),
    ...(message.tool_calls && { tool_calls: mapStrings(message.tool_calls, (text) => mark(text, index, false)) }),
  };
}

/** The same value with every string in it, keys included, replaced. */
function mapStrings<T>(value: T, replace: (text: string) => string): T {
  const map = (inner: unknown): unknown => {
    if (typeof inner === "string") return replace(inner);
    if (Array.isArray(inner)) return inner.map(map);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, item]) => [replace(key), map(item)]));
  };
  return map(value) as T;
}

/** First code point of plane 15 or 16, whichever the conversation does not use. */
function freePlane(conversation: Conversation): number | null {
  const text = JSON.stringify([conversation.messages.map(textsOf), conversation.tools]);
  if (!/[\u{f0000}-\u{fffff}]/u.test(text)) return 0xf0000;
  return /[\u{100000}-\u{10ffff}]/u.test(text) ? null : 0x100000;
}

function textsOf({ content, tool_calls }: Message): unknown {
  return [
    typeof content === "string" ? content : content.map((part) => (part.type === "text" ? part.text : "")),
    tool_calls,
  ];
}

function unmark(
  rendered: string,
  pattern: RegExp,
  plane: number,
  pieces: readonly Piece[],
): { readonly text: string; readonly spans: readonly ContentSpan[] } | null {
  const spans: ContentSpan[] = [];
  const seen = new Set<number>();
  let text = "";
  let copied = 0;
  let open: { readonly index: number; readonly begin: number } | null = null;
  for (const match of rendered.matchAll(pattern)) {
    text += rendered.slice(copied, match.index);
    copied = match.index + match[0].length;
    const code = match[0].codePointAt(0)! - plane;
    const index = code >> 1;
    const piece = pieces[index];
    if (!piece) return null;
    if (code % 2 === 0) {
      if (open || seen.has(index)) return null;
      seen.add(index);
      open = { index, begin: text.length };
    } else {
      if (open?.index !== index) return null;
      spans.push({ message: piece.message, isContent: piece.isContent, begin: open.begin, end: text.length });
      open = null;
    }
  }
  if (open || pieces.some((piece, index) => piece.isAnswer && !seen.has(index))) return null;
  return { text: text + rendered.slice(copied), spans };
}
