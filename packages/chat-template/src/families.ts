import { gemma3Template } from "./templates/gemma3.js";
import { qwen2VlTemplate } from "./templates/qwen2-vl.js";
import { qwen3VlTemplate } from "./templates/qwen3-vl.js";

/** How a family of models writes conversations. */
export interface ChatFamily {
  /** A Jinja template that renders what the models' own renders. */
  readonly template: string;
  /** The token whose place an image takes. */
  readonly imageToken: string;
  /** What a template writes for an image, and what the models' processor makes of it before it tokenizes. */
  readonly imageText?: { readonly written: string; readonly encoded: string };
  /** Tokens that end a turn or a text, a turn's first. */
  readonly endTokens: readonly string[];
  /** Whether the models' authors train the newline after an end-of-turn token. */
  readonly trainNewline: boolean;
}

const qwen = {
  imageToken: "<|image_pad|>",
  endTokens: ["<|im_end|>", "<|endoftext|>"],
  // Qwen-VL's finetuning code, preprocess_qwen_visual: labels run two tokens beyond the answer.
  trainNewline: true,
};
const gemma3Text: ChatFamily = {
  template: gemma3Template,
  imageToken: "<image_soft_token>",
  endTokens: ["<end_of_turn>", "<eos>"],
  // google-deepmind/gemma, gm/text/_template.py: the answer of a training example ends with <end_of_turn>.
  trainNewline: false,
};

/** The families with templates of our own, by `model_type`. */
export const chatFamilies: Readonly<
  Record<"qwen2_vl" | "qwen2_5_vl" | "qwen3_vl" | "gemma3" | "gemma3_text", ChatFamily>
> = {
  qwen2_vl: { ...qwen, template: qwen2VlTemplate },
  qwen2_5_vl: { ...qwen, template: qwen2VlTemplate },
  qwen3_vl: { ...qwen, template: qwen3VlTemplate },
  gemma3: {
    ...gemma3Text,
    // transformers' Gemma3Processor; the collator repeats the one soft token.
    imageText: {
      written: "<start_of_image>",
      encoded: "\n\n<start_of_image><image_soft_token><end_of_image>\n\n",
    },
  },
  gemma3_text: gemma3Text,
};
