import type { Conversation, Sample } from "@vlm/types";
import type { ChatFamily } from "./families.js";
import { markGeneration, withoutGeneration } from "./generation.js";
import { withImageText } from "./image-text.js";
import { imagesOf } from "./images.js";
import type { Interval } from "./interval.js";
import { LayoutFinder } from "./layout.js";
import { firstTrained, type Train } from "./policy.js";
import type { RenderOptions } from "./render.js";
import { type Section, SectionEncoder, sectionsOf, specialTokenPattern } from "./sections.js";
import { compileTemplate } from "./template.js";
import type { Tokenizer } from "./tokenizer.js";
import { turnsOf } from "./turns.js";

export interface EncodeOptions extends RenderOptions {
  /**
   * What `<|im_end|>` and the like mean inside content: `"text"` spells them out, so that content cannot forge a turn;
   * `"parse"` gives the ids that transformers gives.
   */
  readonly specialTokens?: "text" | "parse";
  /** Which of the assistant's messages are trained. */
  readonly train?: Train;
  /**
   * Whether the newline after an end-of-turn token is trained; by default as the family's authors do (Qwen: yes, Gemma:
   * no). A template's `{% generation %}` blocks decide for themselves.
   */
  readonly trainNewline?: boolean;
  /** Whether to find where the sample may be cut (`Sample.turns`), which costs a rendering for each turn. */
  readonly turns?: boolean;
}

/** A tokenizer and a template, made one. */
export interface Chat {
  /** Ids that end a turn. */
  readonly stopTokens: readonly number[];
  /** The id of a placeholder for an image, one for each image; null where the model takes none. */
  readonly imageToken: number | null;
  render(conversation: Conversation, options?: RenderOptions): string;
  /**
   * Token ids and which of them the assistant wrote: its text, its tool calls and its end-of-turn token, in every turn.
   * What a template writes inside `{% generation %}` is the assistant's; without such blocks it is found by rendering. A
   * token that is only partly the assistant's is not trained.
   *
   * @throws Error when image parts and images differ in number, or when the template changes content in a way that
   * leaves unknown what the assistant wrote.
   */
  encode(conversation: Conversation, options?: EncodeOptions): Sample;
  decode(tokens: Iterable<number>, options?: { readonly skipSpecialTokens?: boolean }): string;
  tokenId(text: string): number;
}

/** What a chat is made of; a family of `chatFamilies` holds all but the tokenizer. */
export interface ChatParts extends Partial<Omit<ChatFamily, "imageToken">> {
  readonly tokenizer: Tokenizer;
  /** The text of a Jinja chat template. */
  readonly template: string;
  /** Null where the model takes no images. */
  readonly imageToken?: string | null;
  /** Ids that end a generated text; by default those of `endTokens`. */
  readonly stopTokens?: readonly number[];
}

/** Joins a tokenizer and a template. What the family leaves open is as Qwen has it. */
export function createChat({
  tokenizer,
  template,
  imageToken = "<|image_pad|>",
  imageText,
  endTokens = ["<|im_end|>", "<|endoftext|>"],
  stopTokens,
  trainNewline: trainNewlineByDefault = true,
}: ChatParts): Chat {
  const render = compileTemplate(withoutGeneration(template), tokenizer.variables);
  const marked = markGeneration(template);
  const special = specialTokenPattern(tokenizer.specialTokens);
  const encoder = new SectionEncoder(tokenizer, special);
  const layouts = new LayoutFinder({
    render,
    renderGeneration: marked === null ? null : compileTemplate(marked, tokenizer.variables),
    specialTokens: special,
    endTokens,
  });
  const tokenId = (text: string): number => {
    const id = tokenizer.tokenId(text);
    if (id !== undefined) return id;
    throw new Error(
      `chat-template.tokenId: ${JSON.stringify(text)} is no token; expected a text that the vocabulary has. Check imageToken, endTokens and tokenizer.json.`,
    );
  };
  const imageTokenId = imageToken === null ? null : tokenId(imageToken);
  const endTokenIds = endTokens.map(tokenId);
  return {
    stopTokens: stopTokens ?? endTokenIds,
    imageToken: imageTokenId,
    render: (conversation, options = {}) => render(conversation, options),
    encode(
      conversation,
      {
        addGenerationPrompt = false,
        addVisionId = false,
        specialTokens = "text",
        train = "assistant",
        trainNewline = trainNewlineByDefault,
        turns: cuts = false,
      } = {},
    ) {
      const from = firstTrained(conversation, train);
      const { images, parts } = imagesOf(conversation);
      const isParsed = specialTokens === "parse";
      const rendering = { addGenerationPrompt, addVisionId };
      const laidOut = layouts.find(conversation, rendering, isParsed);
      const found = cuts ? { ...laidOut, turns: turnsOf(render, conversation, rendering, laidOut, special) } : laidOut;
      // transformers expands a placeholder in content like any other, where there are images at all.
      const spared = isParsed && parts > 0 ? [] : found.content;
      const layout = imageText ? withImageText(found, imageText, spared) : found;
      const sections = sectionsOf(layout.text, special, isParsed ? [] : layout.content);
      const written = layout.written
        .filter(({ message }) => message >= from)
        .map(({ begin, end, isBeforeNewline }) => ({ begin, end: end + (isBeforeNewline && trainNewline ? 1 : 0) }));
      const { tokens, trained, begins } = encodeSections(layout.text, sections, written, encoder, tokenId);
      const turns = layout.turns?.map((begin) => begins.get(begin)!);
      const placeholders = tokens.filter((token) => token === imageTokenId).length;
      if (placeholders !== parts && (!isParsed || images.length > 0)) {
        throw new Error(
          `chat-template.encode: conversation ${JSON.stringify(conversation.id)} has ${parts} image parts and its text ${placeholders} placeholders ${imageToken ?? "(the model has none)"}; ` +
            'expected as many. Use the template of the model, and specialTokens "text" where content holds the placeholder.',
        );
      }
      return { id: conversation.id, tokens, trained, images, ...(turns && { turns }) };
    },
    decode: (tokens, { skipSpecialTokens = true } = {}) => tokenizer.decode([...tokens], { skipSpecialTokens }),
    tokenId,
  };
}

interface EncodedSections {
  readonly tokens: Int32Array;
  readonly trained: Uint8Array;
  /** The first token of each section, by where the section begins in the text. */
  readonly begins: ReadonlyMap<number, number>;
}

function encodeSections(
  text: string,
  sections: readonly Section[],
  written: readonly Interval[],
  encoder: SectionEncoder,
  tokenId: (text: string) => number,
): EncodedSections {
  const tokens: number[] = [];
  const begins = new Map<number, number>();
  const ranges: (readonly [begin: number, end: number])[] = [];
  const inOrder = [...written].sort((a, b) => a.begin - b.begin);
  let next = 0;
  for (const section of sections) {
    const piece = text.slice(section.begin, section.end);
    const first = tokens.length;
    begins.set(section.begin, first);
    const ids = section.isSpecial ? [tokenId(piece)] : encoder.encode(piece);
    for (const id of ids) tokens.push(id);
    while (next < inOrder.length && inOrder[next]!.end <= section.begin) next++;
    for (let i = next; i < inOrder.length && inOrder[i]!.begin < section.end; i++) {
      const { begin, end } = inOrder[i]!;
      const from = begin <= section.begin ? 0 : encoder.cut(piece, begin - section.begin).after;
      const to = end >= section.end ? ids.length : encoder.cut(piece, end - section.begin).before;
      ranges.push([first + from, first + to]);
    }
  }
  const trained = new Uint8Array(tokens.length);
  for (const [begin, end] of ranges) trained.fill(1, begin, Math.max(begin, end));
  return { tokens: Int32Array.from(tokens), trained, begins };
}
