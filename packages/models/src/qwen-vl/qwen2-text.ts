import { Fields } from "../checkpoint/fields.js";
import { DecoderLayer } from "../language/decoder-layer.js";
import { chunkedAxes } from "../language/mrope.js";
import type { Parameters } from "../layers/parameters.js";
import type { Entry } from "../shapes.js";
import { parseText, parseTokens, type QwenVLConfig, type TextConfig } from "./config.js";
import { LANGUAGE_MODEL } from "./names.js";
import { textShapes } from "./text-shapes.js";

/**
 * All but the vision tower of a Qwen2-VL's or Qwen2.5-VL's `config.json`. The files on the Hub have the language
 * model's fields at the top, those that transformers writes today in `text_config`.
 */
export function parseQwen2(json: unknown): Omit<QwenVLConfig, "vision"> {
  const file = new Fields(json);
  const text = file.has("text_config") ? file.section("text_config") : file;
  text.oneOf("use_sliding_window", [false]);
  return {
    text: parseText(text, {
      headSize: text.integer("hidden_size") / text.integer("num_attention_heads"),
      maxPositions: 32768,
      normEpsilon: 1e-5,
      ropeTheta: 1e6,
      sections: [16, 24, 24],
      axes: chunkedAxes,
    }),
    ...parseTokens(file, text),
  };
}

/** Qwen2's language model has biases for queries, keys and values alone, and no norms of heads. */
export function qwen2TextShapes({ text, tied }: Omit<QwenVLConfig, "vision">): Iterable<Entry> {
  return textShapes(text, { tied }, { inputBias: true, outputBias: false, norms: () => [] });
}

export function qwen2Layers(text: TextConfig, parameters: Parameters): DecoderLayer[] {
  return Array.from(
    { length: text.layers },
    (_, i) => new DecoderLayer(`${LANGUAGE_MODEL}.layers.${i}`, text, null, parameters),
  );
}
