import type { Batch, Conversation, Sample } from "@vlm/types";
import type { GenerateOptions } from "./generation/greedy.js";
import type { VisionLanguageModel } from "./model.js";

/** What asking needs besides a model: words to tokens, tokens to a batch, tokens to words. */
export interface Processor {
  encode(conversation: Conversation, options: { readonly addGenerationPrompt: true }): Sample;
  collate(samples: readonly Sample[]): Batch;
  decode(tokens: readonly number[]): string;
  /** Tokens that end an answer. */
  readonly stopTokens: readonly number[];
}

/** What the model says next in each conversation, all of them in one batch; the likeliest words. */
export async function ask(
  model: Pick<VisionLanguageModel, "generate">,
  processor: Processor,
  conversations: readonly Conversation[],
  { stopTokens = processor.stopTokens, ...options }: GenerateOptions = {},
): Promise<string[]> {
  const samples = conversations.map((conversation) => processor.encode(conversation, { addGenerationPrompt: true }));
  const answers = await model.generate(processor.collate(samples), { ...options, stopTokens });
  return answers.map((tokens) => processor.decode(tokens));
}
