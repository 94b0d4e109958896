import { type Architecture, gemma3, gemma3Text, parseGemma3Config, parseGemma3TextConfig } from "@vlm/models";
import { useBackend } from "@vlm/ops";
import { openSafetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  BreakableCase,
  type Breakage,
  type Breakages,
  caseConfig,
  caseFolder,
  quietLogits,
  shifted,
  without,
} from "./broken-model.test.kit.js";

/** What writes to the residual stream of the vision tower. */
const QUIET = /vision_tower\.(embeddings\.|encoder\.layers\.\d+\.(self_attn\.out_proj|mlp\.fc2)\.)/;
const quiet: Breakage = { factor: (path) => (QUIET.test(path) ? 2 ** -8 : 1) };

type TextConfig = ReturnType<typeof parseGemma3TextConfig>;

/** What the language model can get wrong in its configuration. */
function textBreakages(config: TextConfig, build: (config: TextConfig) => Architecture): Breakages {
  const { normEpsilon, window, ropes, attentionScale, layerTypes, hidden } = config;
  const { sliding_attention, full_attention } = ropes;
  const changed = (part: Partial<TextConfig>): Breakage => ({ architecture: build({ ...config, ...part }) });
  const factor = full_attention.factor === 1 ? 8 : 1;
  return {
    "the exact GELU": changed({ activation: "none" }),
    "an epsilon × 10": changed({ normEpsilon: 10 * normEpsilon }),
    "a window that is one too small": changed({ window: window - 1 }),
    "a window that is one too large": changed({ window: window + 1 }),
    "the bases of both kinds of layers swapped": changed({
      ropes: { sliding_attention: full_attention, full_attention: sliding_attention },
    }),
    "positions of full layers scaled otherwise": changed({
      ropes: { sliding_attention, full_attention: { ...full_attention, factor } },
    }),
    "a full layer one early": changed({ layerTypes: [...layerTypes.slice(1), layerTypes[0]!] }),
    "another scale of scores": changed({ attentionScale: attentionScale * 1.01 }),
    "embeddings that are not scaled": changed({ embeddingScale: 1 }),
    "embeddings scaled by the root of another width": changed({ embeddingScale: Math.sqrt(hidden + 1) }),
  };
}

describe.each(["gemma3_text", "gemma3_bfloat16", "gemma3_vl"])("%s", (name) => {
  let breakable: BreakableCase;
  let breakages: Breakages;
  let right: Architecture;
  beforeAll(async () => {
    await useBackend("wasm");
    const json = await caseConfig(name);
    if (name === "gemma3_vl") {
      const config = parseGemma3Config(json);
      const { text, vision } = config;
      const changed = (part: Partial<typeof vision>): Breakage => ({
        architecture: gemma3({ ...config, vision: { ...vision, ...part } }),
      });
      right = gemma3(config);
      breakages = {
        ...textBreakages(text, (changedText) => gemma3({ ...config, text: changedText })),
        "the exact GELU in the vision tower": changed({ activation: "gelu" }),
        "the quick GELU in the vision tower": changed({ activation: "quick_gelu" }),
      };
    } else {
      const config = parseGemma3TextConfig(json);
      right = gemma3Text(config);
      breakages = textBreakages(config, gemma3Text);
      if (name === "gemma3_bfloat16") {
        const scaled = gemma3Text({ ...config, embeddingScale: Math.fround(Math.sqrt(config.hidden)) });
        breakages = { ...breakages, "embeddings scaled in float32": { architecture: scaled } };
      }
    }
    breakable = await BreakableCase.open(caseFolder(name), right);
  }, 60_000);
  afterAll(() => breakable.close());

  it("passes as it is", async () => {
    expect(await breakable.failures({})).toEqual([]);
  });

  it("fails with each thing wrong that a configuration says", async () => {
    const unnoticed: string[] = [];
    for (const [what, breakage] of Object.entries(breakages)) {
      if (await breakable.logitsPass(breakage)) unnoticed.push(what);
    }
    expect(unnoticed).toEqual([]);
  }, 60_000);

  it("fails without any one of its biases and norms", async () => {
    // SigLIP's pooling head is not computed.
    const vectors = [...right.shapes].filter(([path, { length }]) => length === 1 && !path.includes(".head."));
    expect(vectors.length).toBeGreaterThan(30);
    for (const [path] of vectors) {
      // A bias of keys that nothing rotates moves all scores of a query alike, and softmax takes that away.
      expect(await breakable.logitsPass(without(path)), path).toBe(path.endsWith("k_proj.bias"));
    }
  }, 60_000);

  it("fails with positions off by one in decoding, and there alone", async () => {
    const failed = await breakable.failures({ wrap: shifted });
    expect(failed).toContain("out.step_logits");
    expect(failed).not.toContain("out.logits");
  });
});

/** transformers 5.18.0, torch 2.13.0 (tools/python/make_quiet_logits.py). */
it("fails with another epsilon in the vision tower, where that is quiet", async () => {
  await useBackend("wasm");
  const config = parseGemma3Config(await caseConfig("gemma3_vl"));
  const vision = { ...config.vision, normEpsilon: 10 * config.vision.normEpsilon };
  const breakable = await BreakableCase.open(caseFolder("gemma3_vl"), gemma3(config));
  const golden = await openSafetensors(await fileSource(quietLogits("gemma3_vl")));
  expect(await breakable.logitsPass(quiet, golden)).toBe(true);
  expect(await breakable.logitsPass({ ...quiet, architecture: gemma3({ ...config, vision }) }, golden)).toBe(false);
  await golden.close();
  await breakable.close();
});
