import { describe, expect, it } from "vitest";
import { tinyConfig } from "../testing/tiny.js";
import { parseQwen3VLConfig } from "./config.js";

describe("parseQwen3VLConfig", () => {
  it("reads both spellings of the rotary settings", () => {
    const { rope_parameters, ...text } = tinyConfig.text_config;
    const { rope_theta, ...rope_scaling } = rope_parameters;
    const older = { ...tinyConfig, text_config: { ...text, rope_scaling, rope_theta } };
    expect(parseQwen3VLConfig(older)).toEqual(parseQwen3VLConfig(tinyConfig));
    expect(parseQwen3VLConfig(older).text.ropeTheta).toBe(5e6);
  });

  it("finds the tie at the top or in text_config", () => {
    const { tie_word_embeddings, ...rest } = tinyConfig;
    expect(parseQwen3VLConfig(rest).tied).toBe(false);
    const inside = { ...rest, text_config: { ...rest.text_config, tie_word_embeddings: true } };
    expect(parseQwen3VLConfig(inside).tied).toBe(true);
  });

  it.each([
    [{ text_config: 3 }, "models.config: text_config is 3; expected an object."],
    [
      { text_config: { ...tinyConfig.text_config, hidden_size: "16" } },
      'models.config: text_config.hidden_size is "16"; expected a number.',
    ],
    [
      { text_config: { ...tinyConfig.text_config, vocab_size: -1 } },
      "models.config: text_config.vocab_size is -1; expected a whole number.",
    ],
    [
      { text_config: { ...tinyConfig.text_config, rope_parameters: { rope_type: "yarn" } } },
      'models.config: text_config.rope_parameters.rope_type is "yarn"; expected "default" or "mrope".',
    ],
    [
      { vision_config: { ...tinyConfig.vision_config, hidden_act: "relu" } },
      'models.config: vision_config.hidden_act is "relu"; expected "gelu" or "gelu_pytorch_tanh" or "quick_gelu".',
    ],
    [
      { vision_config: { ...tinyConfig.vision_config, deepstack_visual_indexes: "0" } },
      'models.config: vision_config.deepstack_visual_indexes is "0"; expected a list of whole numbers.',
    ],
    [{ tie_word_embeddings: 1 }, "models.config: tie_word_embeddings is 1; expected true or false."],
  ])("refuses %j", (change, message) => {
    expect(() => parseQwen3VLConfig({ ...tinyConfig, ...change })).toThrow(
      `${message} Use the config.json of this checkpoint.`,
    );
  });
});
