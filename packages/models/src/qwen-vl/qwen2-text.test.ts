import { describe, expect, it } from "vitest";
import { parseQwen2_5VLConfig } from "../qwen2-5-vl/config.js";
import { QWEN2_5_VL_SIZES } from "../qwen2-5-vl/sizes.js";
import { parseQwen2VLConfig } from "../qwen2-vl/config.js";
import { QWEN2_VL_SIZES } from "../qwen2-vl/sizes.js";

/** As transformers 5 writes what the Hub has flat. */
function nested(flat: object): object {
  const { model_type, vision_config, image_token_id, video_token_id, tie_word_embeddings, ...text } = flat as Record<
    string,
    unknown
  >;
  const { rope_theta, rope_scaling, ...rest } = text;
  const { mrope_section } = rope_scaling as { mrope_section: unknown };
  const rope_parameters = { rope_type: "default", rope_theta, mrope_section };
  const text_config = { ...rest, rope_parameters, tie_word_embeddings };
  return { model_type, vision_config, image_token_id, video_token_id, tie_word_embeddings, text_config };
}

describe("configurations of Qwen2-VL and Qwen2.5-VL", () => {
  it("are the same flat and nested", () => {
    for (const config of Object.values(QWEN2_VL_SIZES)) {
      expect(parseQwen2VLConfig(nested(config))).toEqual(parseQwen2VLConfig(config));
    }
    for (const config of Object.values(QWEN2_5_VL_SIZES)) {
      expect(parseQwen2_5VLConfig(nested(config))).toEqual(parseQwen2_5VLConfig(config));
    }
  });

  it("say what the checkpoints on the Hub are", () => {
    const { text, vision, tied, imageToken } = parseQwen2_5VLConfig(QWEN2_5_VL_SIZES["3B"]);
    expect(text).toMatchObject({ headSize: 128, keyHeads: 2, normEpsilon: 1e-6, ropeTheta: 1e6, maxPositions: 128000 });
    expect([16, 24, 24]).toEqual([0, 1, 2].map((axis) => text.axes.filter((own) => own === axis).length));
    expect(text.axes.indexOf(1)).toBe(16);
    expect(vision).toMatchObject({ window: 4, fullAttentionBlocks: [7, 15, 23, 31], patchShape: [3, 2, 14, 14] });
    expect([tied, imageToken]).toEqual([true, 151655]);
    const older = parseQwen2VLConfig(QWEN2_VL_SIZES["7B"]);
    expect(older.vision).toMatchObject({ hidden: 1280, intermediate: 5120, outHidden: 3584, activation: "quick_gelu" });
    expect(older.tied).toBe(false);
  });

  it.each<[string, object, string]>([
    [
      "sliding windows",
      { use_sliding_window: true },
      "models.config: use_sliding_window is true; expected false. Use the config.json of this checkpoint.",
    ],
    [
      "sections that are not half a head",
      { rope_scaling: { type: "mrope", mrope_section: [16, 24] } },
      "models.config: mrope_section is [16,24]; expected three numbers that add up to 64, half of the head size. Use the config.json of this checkpoint.",
    ],
    [
      "another rotary scaling",
      { rope_scaling: { type: "yarn", factor: 4 } },
      'models.config: rope_scaling.type is "yarn"; expected "default" or "mrope". Use the config.json of this checkpoint.',
    ],
  ])("are refused with %s", (_, change, message) => {
    expect(() => parseQwen2VLConfig({ ...QWEN2_VL_SIZES["7B"], ...change })).toThrow(message);
    expect(() => parseQwen2_5VLConfig({ ...QWEN2_5_VL_SIZES["7B"], ...change })).toThrow(message);
  });

  it("are refused with another perceptron in Qwen2.5-VL's tower", () => {
    const config = { ...QWEN2_5_VL_SIZES["7B"], vision_config: { hidden_act: "gelu" } };
    expect(() => parseQwen2_5VLConfig(config)).toThrow(
      'models.config: vision_config.hidden_act is "gelu"; expected "silu". Use the config.json of this checkpoint.',
    );
  });
});
