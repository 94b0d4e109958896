import type { Conversation, Sample } from "@vlm/types";
import { imagesOf } from "./images.js";
import { type Interval, layOutConversation } from "./layout.js";
import { type Section, SectionEncoder, sectionsOf, specialTokenPattern } from "./sections.js";
import { compileTemplate, type RenderOptions } from "./template.js";
import type { Tokenizer } from "./tokenizer.js";

export interface EncodeOptions extends RenderOptions {
  /**
   * What `<|im_end|>` and the like mean inside content: `"text"` spells them out, so that content cannot forge a turn;
   * `"parse"` gives the ids that transformers gives.
   */
  readonly specialTokens?: "text" | "parse";
  /** Which of the assistant's turns are trained. */
  readonly train?: "assistant" | "last";
  /** Whether the newline after an end-of-turn token is trained, as Qwen's authors do. */
  readonly trainNewline?: boolean;
}

/** A tokenizer and a template, made one. */
export interface Chat {
  /** Ids that end a turn. */
  readonly stopTokens: readonly number[];
  /** The id of a placeholder for an image. */
  readonly imageToken: number;
  render(conversation: Conversation, options?: RenderOptions): string;
  /**
   * Token ids and which of them the assistant wrote: its text, its tool calls and its end-of-turn token, in every turn.
   * A token that is only partly the assistant's is not trained.
   *
   * @throws Error when image parts and images differ in number, or when the template changes content in a way that
   * leaves unknown what the assistant wrote.
   */
  encode(conversation: Conversation, options?: EncodeOptions): Sample;
  decode(tokens: Iterable<number>, options?: { readonly skipSpecialTokens?: boolean }): string;
  tokenId(text: string): number;
}

/** Joins a tokenizer and the text of a Jinja chat template. */
export function createChat({
  tokenizer,
  template,
  imageToken = "<|image_pad|>",
  endTokens = ["<|im_end|>", "<|endoftext|>"],
}: {
  readonly tokenizer: Tokenizer;
  readonly template: string;
  readonly imageToken?: string;
  /** Tokens that end a turn or a text. */
  readonly endTokens?: readonly string[];
}): Chat {
  const render = compileTemplate(template, tokenizer.variables);
  const special = specialTokenPattern(tokenizer.specialTokens);
  const encoder = new SectionEncoder(tokenizer, special);
  const tokenId = (text: string): number => {
    const id = tokenizer.tokenId(text);
    if (id !== undefined) return id;
    throw new Error(
      `chat-template.tokenId: ${JSON.stringify(text)} is no token; expected a text that the vocabulary has. Check imageToken, endTokens and tokenizer.json.`,
    );
  };
  const imageTokenId = tokenId(imageToken);
  return {
    stopTokens: endTokens.map(tokenId),
    imageToken: imageTokenId,
    render: (conversation, options = {}) => render(conversation, options),
    encode(
      conversation,
      {
        addGenerationPrompt = false,
        addVisionId = false,
        specialTokens = "text",
        train = "assistant",
        trainNewline = true,
      } = {},
    ) {
      const { images, parts } = imagesOf(conversation);
      const options = { addGenerationPrompt, addVisionId };
      const endings = { tokens: endTokens, newline: trainNewline };
      const layout = layOutConversation(render, conversation, options, endings, special);
      const sections = sectionsOf(layout.text, special, specialTokens === "text" ? layout.content : []);
      const written = (train === "last" ? layout.written.slice(-1) : layout.written).flat();
      const { tokens, trained } = encodeSections(layout.text, sections, written, encoder, tokenId);
      const placeholders = tokens.filter((token) => token === imageTokenId).length;
      if (placeholders !== parts && (specialTokens === "text" || images.length > 0)) {
        throw new Error(
          `chat-template.encode: conversation ${JSON.stringify(conversation.id)} has ${parts} image parts and its text ${placeholders} placeholders ${imageToken}; ` +
            'expected as many. Use the template of the model, and specialTokens "text" where content holds the placeholder.',
        );
      }
      return { id: conversation.id, tokens, trained, images };
    },
    decode: (tokens, { skipSpecialTokens = true } = {}) => tokenizer.decode([...tokens], { skipSpecialTokens }),
    tokenId,
  };
}

function encodeSections(
  text: string,
  sections: readonly Section[],
  written: readonly Interval[],
  encoder: SectionEncoder,
  tokenId: (text: string) => number,
): { readonly tokens: Int32Array; readonly trained: Uint8Array } {
  const tokens: number[] = [];
  const ranges: (readonly [begin: number, end: number])[] = [];
  for (const section of sections) {
    const piece = text.slice(section.begin, section.end);
    const first = tokens.length;
    const ids = section.isSpecial ? [tokenId(piece)] : encoder.encode(piece);
    for (const id of ids) tokens.push(id);
    for (const { begin, end } of written) {
      if (begin >= section.end || end <= section.begin) continue;
      const from = begin <= section.begin ? 0 : encoder.cut(piece, begin - section.begin).after;
      const to = end >= section.end ? ids.length : encoder.cut(piece, end - section.begin).before;
      ranges.push([first + from, first + to]);
    }
  }
  const trained = new Uint8Array(tokens.length);
  for (const [begin, end] of ranges) trained.fill(1, begin, Math.max(begin, end));
  return { tokens: Int32Array.from(tokens), trained };
}
