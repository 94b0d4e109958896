import { Template } from "@huggingface/jinja";
import type { Conversation, Message } from "@vlm/types";
import { Recent } from "./recent.js";
import type { Render, RenderOptions } from "./render.js";
import { contentsOf, shapeOf } from "./shape.js";
import { type ContentUse, contentUse } from "./template-analysis.js";

// What stands between the first and the last character of a mark: whatever escapes or trims text changes it.
const PROBE = "a \"'\\\n\t<>&é z";
const FIRST_MARK = 0xf0000;
const LAST_CHARACTER = "\u{10fffd}";
const PRIVATE = /[\u{f0000}-\u{10ffff}]/u;
const MARK = new RegExp(`([\\u{f0000}-\\u{ffffd}])${PROBE.replace("\\", "\\\\")}${LAST_CHARACTER}`, "gu");

const SHAPES = 128;
const TEXTS_PER_SHAPE = 512;
// What is longer is rendered as it is, so that the bound on renderings holds for it.
const FILLED_LENGTH = 1_048_576;

/** A rendering without its texts: literals, and between them the numbers of the texts. */
interface Outline {
  readonly literals: readonly string[];
  readonly slots: readonly number[];
}

/**
 * Renders conversations by a template that only writes texts out: once for each shape, with a mark for each text, and
 * then by putting texts into the places of the marks. Keeps at most 256 shapes of at most 512 texts each.
 */
export class ShapeRenderer {
  private readonly outlines = new Recent<Outline>(SHAPES);
  private readonly run: Render;
  private readonly use: ContentUse;

  private constructor(run: Render, use: ContentUse) {
    this.run = run;
    this.use = use;
  }

  /** Null for a template that may look inside texts, or one that writes what marks are made of. */
  static of(run: Render, template: string, variables: readonly string[]): ShapeRenderer | null {
    if ([template, ...variables].some((text) => PRIVATE.test(text))) return null;
    const use = contentUse(new Template(template).parsed);
    return use && new ShapeRenderer(run, use);
  }

  /** Null when the conversation is to be rendered as it is. */
  render(conversation: Conversation, options: RenderOptions): string | null {
    if (conversation.tools || !conversation.messages.every(isPlain)) return null;
    const texts = contentsOf(conversation.messages);
    if (texts.length > TEXTS_PER_SHAPE || (this.use.trims && texts.some(mayBeTrimmed))) return null;
    const shape = shapeOf(conversation, options);
    let outline = this.outlines.get(shape);
    if (!outline) {
      outline = this.outlineOf(conversation, options) ?? undefined;
      if (!outline) return null;
      this.outlines.set(shape, outline);
    }
    const { literals, slots } = outline;
    let text = literals[0]!;
    for (let i = 0; i < slots.length; i++) text += texts[slots[i]!]! + literals[i + 1]!;
    return text.length <= FILLED_LENGTH ? text : null;
  }

  private outlineOf(conversation: Conversation, options: RenderOptions): Outline | null {
    const rendered = this.tryRun({ ...conversation, messages: marked(conversation.messages) }, options);
    if (rendered === null) return null;
    const pieces = rendered.split(MARK);
    const literals = pieces.filter((_, index) => index % 2 === 0);
    const slots = pieces.filter((_, index) => index % 2 === 1).map((mark) => mark.codePointAt(0)! - FIRST_MARK);
    return literals.some((literal) => PRIVATE.test(literal)) ? null : { literals, slots };
  }

  /** Null where the template throws: it will throw again, and name the true text. */
  private tryRun(conversation: Conversation, options: RenderOptions): string | null {
    try {
      return this.run(conversation, options);
    } catch {
      return null;
    }
  }
}

/** White space of any language at either end, controls among it. */
function mayBeTrimmed(text: string): boolean {
  const isControl = (unit: number): boolean => unit <= 0x20 || (unit >= 0x7f && unit <= 0xa0);
  return text.trim() !== text || isControl(text.charCodeAt(0)) || isControl(text.charCodeAt(text.length - 1));
}

/** A message of which the template sees nothing but its role, the kinds of its parts and their texts. */
function isPlain({ content, tool_calls }: Message): boolean {
  if (tool_calls) return false;
  return typeof content === "string" || (Array.isArray(content) && content.every(isPlainPart));
}

function isPlainPart(part: object): boolean {
  if (!("type" in part) || part.type !== "text") return true;
  return "text" in part && typeof part.text === "string" && Object.keys(part).length === 2;
}

/** The same messages with the number of each text in its place. */
function marked(messages: readonly Message[]): readonly Message[] {
  let texts = 0;
  const mark = (text: string): string =>
    text === "" ? "" : `${String.fromCodePoint(FIRST_MARK + texts++)}${PROBE}${LAST_CHARACTER}`;
  return messages.map((message) => ({
    ...message,
    content:
      typeof message.content === "string"
        ? mark(message.content)
        : message.content.map((part) => (part.type === "text" ? { ...part, text: mark(part.text) } : part)),
  }));
}
