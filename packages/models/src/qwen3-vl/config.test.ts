import { describe, expect, it } from "vitest";
import { tinyConfig } from "../testing/tiny.js";
import { parseConfig } from "./config.js";

describe("parseConfig", () => {
  it("reads both spellings of the rotary settings", () => {
    const { rope_parameters, ...text } = tinyConfig.text_config;
    const { rope_theta, ...rope_scaling } = rope_parameters;
    const older = { ...tinyConfig, text_config: { ...text, rope_scaling, rope_theta } };
    expect(parseConfig(older)).toEqual(parseConfig(tinyConfig));
    expect(parseConfig(older).text.ropeTheta).toBe(5e6);
  });

  it("finds the tie at the top or in text_config", () => {
    const { tie_word_embeddings, ...rest } = tinyConfig;
    expect(parseConfig(rest).tied).toBe(false);
    const inside = { ...rest, text_config: { ...rest.text_config, tie_word_embeddings: true } };
    expect(parseConfig(inside).tied).toBe(true);
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
      'models.config: text_config.rope_parameters.rope_type is "yarn"; expected "default".',
    ],
    [
      { vision_config: { ...tinyConfig.vision_config, hidden_act: "gelu" } },
      'models.config: vision_config.hidden_act is "gelu"; expected "gelu_pytorch_tanh".',
    ],
    [
      { vision_config: { ...tinyConfig.vision_config, deepstack_visual_indexes: "0" } },
      'models.config: vision_config.deepstack_visual_indexes is "0"; expected a list of whole numbers.',
    ],
    [{ tie_word_embeddings: 1 }, "models.config: tie_word_embeddings is 1; expected true or false."],
  ])("refuses %j", (change, message) => {
    expect(() => parseConfig({ ...tinyConfig, ...change })).toThrow(
      `${message} Use the config.json of this checkpoint.`,
    );
  });
});
