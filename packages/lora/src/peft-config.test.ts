import { describe, expect, test } from "vitest";
import { resolveConfig } from "./config.js";
import { adapterConfig, parseAdapterConfig } from "./peft-config.js";

const parse = (fields: Readonly<Record<string, unknown>>): unknown => parseAdapterConfig(JSON.stringify(fields));
const PLAIN = { peft_type: "LORA", target_modules: ["q_proj"] };

describe("parseAdapterConfig", () => {
  test("fills in PEFT's defaults", () => {
    expect(parse(PLAIN)).toEqual({
      r: 8,
      loraAlpha: 8,
      loraDropout: 0,
      targetModules: ["q_proj"],
      excludeModules: null,
      rankPattern: {},
      alphaPattern: {},
      useRslora: false,
      useDora: false,
      modulesToSave: null,
      bias: "none",
      ensureWeightTying: false,
      initLoraWeights: true,
    });
  });

  test("names every feature that is not supported", () => {
    expect(() =>
      parse({
        ...PLAIN,
        lora_bias: true,
        layers_to_transform: [1],
        init_lora_weights: "pissa",
        novelty: 1,
      }),
    ).toThrow(
      'lora.parseAdapterConfig: adapter_config.json asks for lora_bias = true, layers_to_transform = [1], novelty = 1, init_lora_weights = "pissa"; expected plain LoRA, these features are not supported. Merge the adapter with PEFT, or train it without them.',
    );
  });

  test("takes features that are switched off", () => {
    expect(() => parse({ ...PLAIN, lora_bias: false, layers_pattern: null, loftq_config: {} })).not.toThrow();
  });

  test("reads what is trained beside the matrices", () => {
    expect(
      parse({ ...PLAIN, use_dora: true, bias: "lora_only", modules_to_save: ["lm_head"], ensure_weight_tying: true }),
    ).toMatchObject({ useDora: true, bias: "lora_only", modulesToSave: ["lm_head"], ensureWeightTying: true });
  });

  test("says what is wrong with a file", () => {
    expect(() => parse({ ...PLAIN, peft_type: "IA3" })).toThrow(
      'lora.parseAdapterConfig: adapter_config.json has peft_type "IA3"; expected "LORA". Only LoRA adapters can be read.',
    );
    expect(() => parse({ peft_type: "LORA" })).toThrow(
      "lora.parseAdapterConfig: adapter_config.json has no target_modules; expected the adapted modules. Save the adapter again.",
    );
    expect(() => parse({ ...PLAIN, r: "8" })).toThrow(
      'lora.parseAdapterConfig: adapter_config.json has r = "8", a value that PEFT does not write there. Save the adapter again.',
    );
    expect(() => parse({ ...PLAIN, bias: "some" })).toThrow('adapter_config.json has bias = "some", a value that PEFT');
    expect(() => parseAdapterConfig("{")).toThrow(
      "lora.parseAdapterConfig: adapter_config.json is not JSON; expected PEFT's adapter_config.json. Save the adapter again.",
    );
    expect(() => parseAdapterConfig("[]")).toThrow(
      "lora.parseAdapterConfig: adapter_config.json holds []; expected a JSON object. Save the adapter again.",
    );
  });
});

describe("adapterConfig", () => {
  const targets = ["model.language_model.layers.0.self_attn.q_proj"];
  const written = (targetModules: string | RegExp | readonly string[]): unknown =>
    JSON.parse(adapterConfig({ config: resolveConfig({ targetModules }), targets })).target_modules;

  test("names the adapted layers where a pattern chose them, which in PEFT would match modules that are not linear", () => {
    expect(written(".*language_model.*")).toEqual(targets);
    expect(written(/language_model/)).toEqual(targets);
    expect(written("all-linear")).toEqual(targets);
  });

  test("names them where a list has a word for a part, which PEFT does not know", () => {
    expect(written("language")).toEqual(targets);
    expect(written(["q_proj", "vision"])).toEqual(targets);
    const excluding = resolveConfig({ targetModules: ["q_proj"], excludeModules: ["vision"] });
    const fields = JSON.parse(adapterConfig({ config: excluding, targets }));
    expect([fields.target_modules, fields.exclude_modules]).toEqual([targets, null]);
  });

  test("keeps a list as it is", () => {
    expect(written(["q_proj"])).toEqual(["q_proj"]);
  });

  test("writes what is trained beside the matrices", () => {
    const config = resolveConfig({
      targetModules: ["q_proj"],
      useDora: true,
      bias: "all",
      modulesToSave: ["lm_head"],
      ensureWeightTying: true,
    });
    expect(parseAdapterConfig(adapterConfig({ config, targets }))).toEqual(config);
  });
});
