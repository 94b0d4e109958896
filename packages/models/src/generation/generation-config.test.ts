import { openFolder } from "@vlm/safetensors/node";
import { describe, expect, it } from "vitest";
import { parseGenerationConfig, readGenerationConfig } from "./generation-config.js";

describe("parseGenerationConfig", () => {
  it("reads what Qwen3-VL and Gemma 3 say of themselves", () => {
    const qwen = {
      bos_token_id: 151643,
      pad_token_id: 151643,
      do_sample: true,
      eos_token_id: [151645, 151643],
      top_p: 0.8,
      top_k: 20,
      temperature: 0.7,
      repetition_penalty: 1.0,
      transformers_version: "4.57.0",
    };
    expect(parseGenerationConfig(qwen)).toEqual({
      stopTokens: [151645, 151643],
      sampling: { temperature: 0.7, topK: 20, topP: 0.8, minP: 0 },
      repetitionPenalty: 1,
    });
    const gemma = { cache_implementation: "hybrid", do_sample: true, eos_token_id: [1, 106], top_k: 64, top_p: 0.95 };
    expect(parseGenerationConfig(gemma)).toEqual({
      stopTokens: [1, 106],
      sampling: { temperature: 1, topK: 64, topP: 0.95, minP: 0 },
      repetitionPenalty: 1,
    });
  });

  it("has transformers' defaults: the likeliest tokens, and 50 of them where it draws", () => {
    expect(parseGenerationConfig({})).toEqual({ sampling: null, repetitionPenalty: 1 });
    expect(parseGenerationConfig({ temperature: 0.7 }).sampling).toBeNull();
    expect(parseGenerationConfig({ do_sample: true }).sampling).toMatchObject({ topK: 50, topP: 1, temperature: 1 });
    expect(
      parseGenerationConfig({
        eos_token_id: 3,
        max_new_tokens: 12,
        stop_strings: "\n",
        repetition_penalty: 1.1,
        num_beams: 1,
      }),
    ).toEqual({ maxNewTokens: 12, stopTokens: [3], stopStrings: ["\n"], sampling: null, repetitionPenalty: 1.1 });
  });

  it("reads the file of a checkpoint", async () => {
    const folder = openFolder(new URL("../../../../examples/checkpoints/tiny-qwen3-vl", import.meta.url).pathname);
    expect((await readGenerationConfig(folder)).stopTokens).toEqual([2, 0]);
  });

  it("refuses what it does not know, by name", () => {
    const refused: readonly (readonly [unknown, string])[] = [
      [[], "generation_config.json is []; expected an object. Copy it from the checkpoint again."],
      [
        { num_beams: 4 },
        "num_beams is 4; expected 1 or null. It is not supported: take it out of generation_config.json.",
      ],
      [{ no_repeat_ngram_size: 3 }, "no_repeat_ngram_size is 3; expected 0 or null. It is not supported"],
      [{ suppress_tokens: [1] }, "suppress_tokens is [1]; expected null. It is not supported"],
      [
        { eos_token_id: "end" },
        'eos_token_id is "end"; expected a token id or a list of them. Correct generation_config.json.',
      ],
      [
        { stop_strings: [1] },
        "stop_strings is [1]; expected a text or a list of texts. Correct generation_config.json.",
      ],
      [{ do_sample: 1 }, "do_sample is 1; expected true or false. Correct generation_config.json."],
      [{ top_k: "20" }, 'top_k is "20"; expected a number. Correct generation_config.json.'],
    ];
    for (const [json, message] of refused) {
      expect(() => parseGenerationConfig(json)).toThrow(`models.parseGenerationConfig: ${message}`);
    }
  });
});
