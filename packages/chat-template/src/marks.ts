import type { Conversation, Message, Part } from "@vlm/types";
import { generationBegin, generationEnd } from "./generation.js";
import type { Interval } from "./interval.js";

/** Where a piece of a conversation came to stand in the rendered text. */
export interface PieceSpan extends Interval {
  readonly piece: Piece;
}

/** A text that a conversation gives to its template. */
export interface Piece {
  /** Index of the message, or −1 for a tool's definition. */
  readonly message: number;
  /** Its number among the texts of all messages that are not empty; null for strings of tools and tool calls. */
  readonly content: number | null;
}

/** A rendering without its marks: what stands where, in the order of the text. */
export interface Unmarked {
  readonly text: string;
  readonly spans: readonly PieceSpan[];
  /** What the template's `{% generation %}` blocks wrote. */
  readonly generated: readonly Interval[];
}

/** A conversation whose pieces stand between private-use characters, and how to read its rendering. */
export interface MarkedConversation {
  readonly conversation: Conversation;
  /** Null when marks are doubled or out of order, or those of an answer are lost. */
  unmark(rendered: string): Unmarked | null;
}

const PLANE_SIZE = 0x10000;
// The last two code points of a plane are not characters.
const PIECES_LIMIT = (PLANE_SIZE - 2) / 2;

/**
 * Marks every text of the messages, and those strings of tools and tool calls that `needsMark` names. Null when the
 * conversation itself uses both private-use planes or the marks of generation, or has more than 32,767 pieces.
 */
export function markConversation(
  conversation: Conversation,
  needsMark: (text: string) => boolean,
): MarkedConversation | null {
  const plane = freePlane(conversation);
  if (plane === null) return null;
  const pieces: Piece[] = [];
  let contents = 0;
  const mark = (text: string, message: number, isContent: boolean): string => {
    // An empty text stays empty: templates ask whether there is content.
    if (text === "" || !(isContent || needsMark(text))) return text;
    const begin = plane + 2 * pieces.length;
    pieces.push({ message, content: isContent ? contents++ : null });
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
  const isAnswer = ({ message, content }: Piece): boolean =>
    content !== null && conversation.messages[message]?.role === "assistant";
  return { conversation: marked, unmark: (rendered) => unmark(rendered, plane, pieces, isAnswer) };
}

/** What the `{% generation %}` blocks wrote in a rendering that holds their marks alone; null when it is not so. */
export function unmarkGeneration(rendered: string): Unmarked | null {
  return unmark(rendered, 0xf0000, [], () => false);
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
  return /[\u{ffffe}\u{fffff}\u{100000}-\u{10ffff}]/u.test(text) ? null : 0x100000;
}

function textsOf({ content, tool_calls }: Message): unknown {
  return [
    typeof content === "string" ? content : content.map((part) => (part.type === "text" ? part.text : "")),
    tool_calls,
  ];
}

const PATTERNS: ReadonlyMap<number, RegExp> = new Map([
  [0xf0000, /[\u{f0000}-\u{fffff}]/gu],
  [0x100000, /[\u{ffffe}\u{fffff}\u{100000}-\u{10ffff}]/gu],
]);

function unmark(
  rendered: string,
  plane: number,
  pieces: readonly Piece[],
  isAnswer: (piece: Piece) => boolean,
): Unmarked | null {
  const spans: PieceSpan[] = [];
  const generated: Interval[] = [];
  const seen = new Set<number>();
  let text = "";
  let copied = 0;
  let open: { readonly index: number; readonly begin: number } | null = null;
  let generating: number | null = null;
  for (const match of rendered.matchAll(PATTERNS.get(plane)!)) {
    text += rendered.slice(copied, match.index);
    copied = match.index + match[0].length;
    if (match[0] === generationBegin || match[0] === generationEnd) {
      if (open || (generating === null) !== (match[0] === generationBegin)) return null;
      if (generating !== null) generated.push({ begin: generating, end: text.length });
      generating = generating === null ? text.length : null;
      continue;
    }
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
      spans.push({ piece, begin: open.begin, end: text.length });
      open = null;
    }
  }
  if (open || generating !== null || pieces.some((piece, index) => isAnswer(piece) && !seen.has(index))) return null;
  return { text: text + rendered.slice(copied), spans, generated };
}
