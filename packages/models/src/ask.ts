import type { Batch, Conversation, Sample } from "@vlm/types";
import type { TokenBytes } from "./constraint/vocabulary.js";
import type { GenerateOptions } from "./generation/options.js";
import type { VisionLanguageModel } from "./model.js";

/** What asking needs besides a model: words to tokens, tokens to a batch, tokens to words. */
export interface Processor {
  encode(conversation: Conversation, options: { readonly addGenerationPrompt: true }): Sample;
  collate(samples: readonly Sample[]): Batch;
  decode(tokens: readonly number[]): string;
  /** Tokens that end an answer. */
  readonly stopTokens: readonly number[];
  /** Bytes of each token by its id, null for those that are no text; stop strings need it. */
  readonly vocabulary?: TokenBytes;
}

/**
 * What the model says next in each conversation, all of them in one batch; the likeliest words, unless options say
 * otherwise. A stop string and what follows it are left out.
 */
export async function ask(
  model: Pick<VisionLanguageModel, "generate">,
  processor: Processor,
  conversations: readonly Conversation[],
  options: GenerateOptions = {},
): Promise<string[]> {
  const { stopTokens = processor.stopTokens, stopStrings = [], vocabulary = processor.vocabulary ?? null } = options;
  const samples = conversations.map((conversation) => processor.encode(conversation, { addGenerationPrompt: true }));
  const answers = await model.generate(processor.collate(samples), { ...options, stopTokens, vocabulary });
  return answers.map((tokens) => {
    const text = processor.decode(tokens);
    const ends = stopStrings.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    return text.slice(0, Math.min(text.length, ...ends));
  });
}
