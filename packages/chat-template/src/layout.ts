import type { Conversation, Message } from "@vlm/types";
import type { Interval } from "./interval.js";
import { markConversation, type PieceSpan, type Unmarked, unmarkGeneration } from "./marks.js";
import type { Render, RenderOptions } from "./render.js";
import { contentsOf, shapeOf } from "./shape.js";
import { type Filled, fillSkeleton, firstIndex, type Skeleton, skeletonOf, type Written } from "./skeleton.js";

export type { Interval } from "./interval.js";

/** A rendered conversation: which characters are content, and which the assistant wrote. */
export interface ConversationLayout extends Filled {
  readonly text: string;
  /** Where the user's turns begin, when that was asked for and is known. */
  readonly turns?: readonly number[] | undefined;
}

/** What a layout is found with. */
export interface LayoutSources {
  readonly render: Render;
  /** Renders with marks around what `{% generation %}` blocks write; null for a template without them. */
  readonly renderGeneration: Render | null;
  readonly specialTokens: RegExp;
  /** Tokens that end a turn: `<|im_end|>`. */
  readonly endTokens: readonly string[];
}

const SHAPES = 256;
const SKELETONS_PER_SHAPE = 4;
const SHAPE_LENGTH = 16_384;

/**
 * Finds in the rendering itself what each piece of content became. The first conversation of a shape is rendered a second
 * time with marks around every piece; without its marks that rendering must be the first one, but for trimmed content.
 * The literals between the marks are kept, and where a later rendering is these literals with its own contents between
 * them, it is not rendered twice. A template that does anything else with content is refused. Keeps at most 256 shapes
 * of at most 16,384 characters with four skeletons each.
 */
export class LayoutFinder {
  private readonly sources: LayoutSources;
  private readonly skeletons = new Map<string, readonly Skeleton[]>();

  constructor(sources: LayoutSources) {
    this.sources = sources;
  }

  /** With `isParsed`, special tokens in content count as such, so that content need not be told from the rest. */
  find(conversation: Conversation, options: RenderOptions, isParsed: boolean): ConversationLayout {
    const text = this.sources.render(conversation, options);
    const shape = shapeOf(conversation, options);
    const contents = contentsOf(conversation.messages);
    const known = this.skeletons.get(shape) ?? [];
    for (const skeleton of known) {
      const filled = fillSkeleton(skeleton, contents, text);
      if (filled) return { text, ...filled };
    }
    const skeleton = markedSkeleton(this.sources, conversation, options, text);
    const filled = skeleton && fillSkeleton(skeleton, contents, text);
    if (filled) {
      this.remember(shape, [skeleton, ...known.slice(0, SKELETONS_PER_SHAPE - 1)]);
      return { text, ...filled };
    }
    const written = isParsed ? generatedAlone(this.sources, conversation, options, text) : null;
    if (written) return { text, content: [], written };
    throw new Error(
      `chat-template.encode: conversation ${JSON.stringify(conversation.id)} cannot be masked safely, because the template ` +
        "changes its content; expected every text once, in order, unchanged. Change the content or the template.",
    );
  }

  private remember(shape: string, skeletons: readonly Skeleton[]): void {
    if (shape.length > SHAPE_LENGTH) return;
    this.skeletons.delete(shape);
    if (this.skeletons.size >= SHAPES) this.skeletons.delete(this.skeletons.keys().next().value!);
    this.skeletons.set(shape, skeletons);
  }
}

function markedSkeleton(
  { render, renderGeneration, specialTokens, endTokens }: LayoutSources,
  conversation: Conversation,
  options: RenderOptions,
  text: string,
): Skeleton | null {
  const marked = markConversation(conversation, (piece) => piece.search(specialTokens) >= 0);
  const unmarked = marked?.unmark((renderGeneration ?? render)(marked.conversation, options));
  if (!unmarked) return null;
  if (renderGeneration) {
    return skeletonOf(unmarked.text, unmarked.spans, attributed(unmarked, conversation.messages));
  }
  const byMessage = new Map<number, PieceSpan[]>();
  for (const span of unmarked.spans) {
    const own = byMessage.get(span.piece.message);
    if (own) own.push(span);
    else byMessage.set(span.piece.message, [span]);
  }
  const written = conversation.messages.flatMap((message, index) => {
    if (message.role !== "assistant") return [];
    const own = byMessage.get(index) ?? [];
    const last = own.findLast(({ piece }) => piece.content !== null);
    const tail = last?.end ?? beginOfTurn(render, conversation, index, options, unmarked, text);
    return tail === null ? [] : writtenBy(index, own, tail, unmarked, endTokens);
  });
  return skeletonOf(unmarked.text, unmarked.spans, written);
}

/** What generation blocks wrote, one for each assistant message in order, where content cannot be followed. */
function generatedAlone(
  { renderGeneration }: LayoutSources,
  conversation: Conversation,
  options: RenderOptions,
  text: string,
): readonly Written[] | null {
  if (!renderGeneration || /[\u{f0000}-\u{fffff}]/u.test(text)) return null;
  const unmarked = unmarkGeneration(renderGeneration(conversation, options));
  const answers = answersIn(conversation.messages);
  if (unmarked?.text !== text || unmarked.generated.length !== answers.length) return null;
  return unmarked.generated.map((interval, i) => ({ ...interval, message: answers[i]!, isBeforeNewline: false }));
}

/**
 * The messages that generation blocks wrote: each assistant message its own where there are as many; otherwise the one
 * whose content a block holds, or else the first of the assistant's that follows the content before it.
 */
function attributed({ spans, generated }: Unmarked, messages: readonly Message[]): readonly Written[] {
  const answers = answersIn(messages);
  return generated.map(({ begin, end }, index) => {
    if (generated.length === answers.length) return { begin, end, message: answers[index]!, isBeforeNewline: false };
    const inside = spans.find((span) => span.piece.content !== null && span.begin >= begin && span.end <= end);
    const before = spans.findLast((span) => span.piece.content !== null && span.end <= begin);
    const from = before?.piece.message ?? 0;
    const following = answers.find((answer) => answer >= from);
    return { begin, end, message: inside?.piece.message ?? following ?? from, isBeforeNewline: false };
  });
}

function answersIn(messages: readonly Message[]): readonly number[] {
  return messages.flatMap(({ role }, index) => (role === "assistant" ? [index] : []));
}

/** A message's texts, and what follows them from `tail` up to the end of the turn: tool calls and the end token. */
function writtenBy(
  message: number,
  own: readonly PieceSpan[],
  tail: number,
  { text, spans }: Unmarked,
  endTokens: readonly string[],
): readonly Written[] {
  let next = firstIndex(spans, (span) => span.begin >= tail);
  while (next < spans.length && spans[next]!.piece.message <= message) next++;
  const to = spans[next]?.begin ?? text.length;
  const end = endOfTurn(text, tail, to, own, endTokens);
  const intervals = joined([...own.filter(({ piece }) => piece.content !== null), { begin: tail, end: end ?? tail }]);
  return intervals.map((interval) => ({
    ...interval,
    message,
    // The next message's own newline is not the turn's.
    isBeforeNewline: interval.end === end && end < to && text[end] === "\n",
  }));
}

/**
 * Where in the unmarked rendering a message without a text begins: at the end of what precedes it and opens its turn.
 * Null when the text is not the unmarked rendering at all, but for trimmed content.
 */
function beginOfTurn(
  render: Render,
  conversation: Conversation,
  message: number,
  options: RenderOptions,
  unmarked: Unmarked,
  text: string,
): number | null {
  const contents = contentsOf(conversation.messages);
  const placed = fillSkeleton(skeletonOf(unmarked.text, unmarked.spans, []), contents, text)?.content;
  if (!placed) return null;
  const before = conversation.messages.slice(0, message);
  const opening = render({ ...conversation, messages: before }, { ...options, addGenerationPrompt: true });
  if (!text.startsWith(opening)) {
    throw new Error(
      `chat-template.encode: message ${message} of conversation ${JSON.stringify(conversation.id)} has no text, and the template ` +
        "does not show where it begins; expected text from the assistant. Give it content.",
    );
  }
  let slots = firstIndex(placed, (span) => span.end > opening.length);
  // Content that is trimmed to nothing stands where the turn begins, and may be that of a later message.
  while (slots > 0 && unmarked.spans[slots - 1]!.piece.message > message) slots--;
  return opening.length + (unmarked.spans[slots - 1]?.end ?? 0) - (placed[slots - 1]?.end ?? 0);
}

/** One past the first end token between two positions that stands in no content; null when there is none. */
function endOfTurn(
  text: string,
  from: number,
  to: number,
  content: readonly PieceSpan[],
  endTokens: readonly string[],
): number | null {
  const isContent = (begin: number, end: number): boolean =>
    content.some((span) => begin < span.end && end > span.begin);
  let first: Interval | null = null;
  const turn = text.slice(0, to);
  for (const token of endTokens) {
    let begin = turn.indexOf(token, from);
    while (begin >= 0 && isContent(begin, begin + token.length)) begin = turn.indexOf(token, begin + 1);
    if (begin >= 0 && (first === null || begin < first.begin)) first = { begin, end: begin + token.length };
  }
  return first?.end ?? null;
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
