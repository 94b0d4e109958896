import { describe, expect, it } from "vitest";
import { parseGemma3TextConfig } from "./config.js";
import { GEMMA3_SIZES } from "./sizes.js";
import { parseGemma3Config } from "./vision-config.js";

describe("parseGemma3TextConfig", () => {
  const layer_types = Array.from({ length: 18 }, (_, i) => (i % 6 === 5 ? "full_attention" : "sliding_attention"));

  it("reads older and newer files alike", () => {
    const older = GEMMA3_SIZES["270M"] as Record<string, unknown>;
    const { rope_local_base_freq, rope_theta, rope_scaling, sliding_window_pattern, torch_dtype, ...rest } = older;
    const newer = {
      ...rest,
      dtype: torch_dtype,
      layer_types,
      rope_parameters: {
        full_attention: { rope_theta, rope_type: "default" },
        sliding_attention: { rope_theta: rope_local_base_freq, rope_type: "default" },
      },
    };
    const parsed = parseGemma3TextConfig(newer);
    expect(parsed).toEqual(parseGemma3TextConfig(older));
    expect(parsed.layerTypes).toEqual(layer_types);
    expect(parsed.ropes).toEqual({
      sliding_attention: { theta: 1e4, factor: 1 },
      full_attention: { theta: 1e6, factor: 1 },
    });
  });

  it("knows the scaling of full layers by both of its names", () => {
    const scaled = { theta: 1e6, factor: 8 };
    for (const fields of [
      { rope_scaling: { factor: 8, rope_type: "linear" } },
      { rope_scaling: { factor: 8, type: "linear" } },
      { rope_parameters: { full_attention: { factor: 8, rope_type: "linear" } } },
    ]) {
      const { ropes } = parseGemma3TextConfig(fields);
      expect(ropes).toEqual({ sliding_attention: { theta: 1e4, factor: 1 }, full_attention: scaled });
    }
  });

  it("takes weights of unknown type for float32", () => {
    expect(parseGemma3TextConfig({ hidden_size: 640 }).embeddingScale).toBe(Math.fround(Math.sqrt(640)));
  });

  it.each([
    [{ layer_types: ["full_attention"] }, "layer_types names 1 layers; expected 26 by num_hidden_layers"],
    [
      { layer_types: ["chunked_attention"] },
      'layer_types is ["chunked_attention"]; expected a list of "sliding_attention" or "full_attention"',
    ],
    [{ attn_logit_softcapping: 50 }, "attn_logit_softcapping is 50; expected null"],
    [{ final_logit_softcapping: 30 }, "final_logit_softcapping is 30; expected null"],
    [{ use_bidirectional_attention: true }, "use_bidirectional_attention is true; expected false"],
    [{ hidden_activation: "silu" }, 'hidden_activation is "silu"; expected "gelu" or "gelu_pytorch_tanh"'],
    [{ torch_dtype: "int8" }, 'torch_dtype is "int8"; expected "float32" or "float16" or "bfloat16"'],
    [{ rope_scaling: { rope_type: "yarn" } }, 'rope_scaling.rope_type is "yarn"; expected "default" or "linear"'],
    [{ rope_scaling: { rope_type: "linear" } }, "rope_scaling.factor is undefined; expected a number"],
  ])("refuses what it does not compute: %j", (fields, message) => {
    expect(() => parseGemma3TextConfig(fields)).toThrow(
      `models.config: ${message}. Use the config.json of this checkpoint.`,
    );
  });
});

describe("parseGemma3Config", () => {
  it("takes what a file leaves out from transformers' defaults", () => {
    const { text, vision, ...rest } = parseGemma3Config(GEMMA3_SIZES["4B"]);
    expect(text).toMatchObject({ heads: 8, keyHeads: 4, headSize: 256, vocabulary: 262208, attentionScale: 1 / 16 });
    expect(text).toMatchObject({ window: 1024, maxPositions: 131072, tied: true, activation: "tanh" });
    expect(vision).toMatchObject({ imageShape: [3, 896, 896], activation: "gelu_pytorch_tanh", normEpsilon: 1e-6 });
    expect(rest).toEqual({ imageToken: 262144, imageTokens: 256, poolSize: 4 });
  });

  it("finds the type of the weights at the top or with the language model", () => {
    const { torch_dtype, text_config, ...file } = GEMMA3_SIZES["4B"] as { torch_dtype: string; text_config: object };
    const { text } = parseGemma3Config({ ...file, text_config: { ...text_config, dtype: torch_dtype } });
    expect(text.embeddingScale).toBe(50.5);
  });

  it("refuses a number of tokens that tiles no image", () => {
    expect(() => parseGemma3Config({ ...GEMMA3_SIZES["4B"], mm_tokens_per_image: 255 })).toThrow(
      "models.config: mm_tokens_per_image is 255 for 64 x 64 patches; expected a square whose side divides 64. Use the config.json of this checkpoint.",
    );
  });
});
