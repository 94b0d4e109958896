import {
  type Architecture,
  parseQwen2_5VLConfig,
  parseQwen2VLConfig,
  parseQwen3VLConfig,
  qwen2_5VL,
  qwen2VL,
  qwen3VL,
} from "@vlm/models";
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

interface Family {
  readonly right: Architecture;
  readonly breakages: Breakages;
  /** With the vision tower's epsilon × 10. */
  readonly loose: Architecture;
}

/** What writes to the residual stream of a vision tower. */
const QUIET = /visual\.(patch_embed|pos_embed|blocks\.\d+\.(attn\.proj|mlp\.(fc2|linear_fc2|down_proj)))\./;
const quiet: Breakage = { factor: (path) => (QUIET.test(path) ? 2 ** -8 : 1) };

const GELUS = ["gelu", "gelu_pytorch_tanh", "quick_gelu"] as const;

/** What every family can get wrong in its configuration. */
function configured<C extends QwenVLConfig>(config: C, build: (config: C) => Architecture): Breakages {
  const { text, vision } = config;
  const changed = (part: object): Breakage => ({ architecture: build({ ...config, ...part }) });
  const swaps = (["activation", "mergerActivation"] as const).flatMap((field) =>
    GELUS.filter((name) => vision[field] !== undefined && name !== vision[field]).map((name): [string, Breakage] => [
      `${field} ${name} instead of ${vision[field]}`,
      changed({ vision: { ...vision, [field]: name } }),
    ]),
  );
  return {
    ...Object.fromEntries(swaps),
    "the language model's epsilon × 10": changed({ text: { ...text, normEpsilon: 10 * text.normEpsilon } }),
  };
}

function visionEpsilon<C extends QwenVLConfig>(config: C, build: (config: C) => Architecture): Architecture {
  return build({ ...config, vision: { ...config.vision, normEpsilon: 10 * config.vision.normEpsilon } });
}

interface QwenVLConfig {
  readonly text: { readonly normEpsilon: number };
  readonly vision: {
    readonly normEpsilon: number;
    readonly activation?: string;
    readonly mergerActivation: string;
  };
}

const FAMILIES: Readonly<Record<string, (json: unknown) => Family>> = {
  qwen2_vl: (json) => {
    const config = parseQwen2VLConfig(json);
    return {
      right: qwen2VL(config),
      breakages: configured(config, qwen2VL),
      loose: visionEpsilon(config, qwen2VL),
    };
  },
  qwen2_5_vl: (json) => {
    const config = parseQwen2_5VLConfig(json);
    const { vision } = config;
    const changed = (part: object): Breakage => ({
      architecture: qwen2_5VL({ ...config, vision: { ...vision, ...part } }),
    });
    return {
      right: qwen2_5VL(config),
      loose: visionEpsilon(config, qwen2_5VL),
      breakages: {
        ...configured(config, qwen2_5VL),
        "windows of another size": changed({ window: vision.window + 1 }),
        "full attention in another block": changed({
          fullAttentionBlocks: vision.fullAttentionBlocks.map((i) => i + 1),
        }),
      },
    };
  },
  qwen3_vl: (json) => {
    const config = parseQwen3VLConfig(json);
    const { vision } = config;
    const deepstack = vision.deepstack.map(({ block, layer }) => ({ block, layer: layer + 1 }));
    return {
      right: qwen3VL(config),
      loose: visionEpsilon(config, qwen3VL),
      breakages: {
        ...configured(config, qwen3VL),
        "deepstack features one layer late": { architecture: qwen3VL({ ...config, vision: { ...vision, deepstack } }) },
      },
    };
  },
};

describe.each([
  ["qwen2_vl", "qwen2_vl"],
  ["qwen2_5_vl", "qwen2_5_vl"],
  ["qwen3_vl_a", "qwen3_vl"],
  ["qwen3_vl_b", "qwen3_vl"],
])("%s", (name, family) => {
  let breakable: BreakableCase;
  let right: Architecture;
  let breakages: Breakages;
  let loose: Architecture;

  beforeAll(async () => {
    await useBackend("wasm");
    ({ right, breakages, loose } = FAMILIES[family]!(await caseConfig(name)));
    breakable = await BreakableCase.open(caseFolder(name), right);
  }, 60_000);
  afterAll(() => breakable.close());

  it("passes as it is", async () => {
    expect(await breakable.failures({})).toEqual([]);
  });

  it("fails with each swapped GELU, wrong epsilon and misplaced feature", async () => {
    for (const [what, breakage] of Object.entries(breakages))
      expect(await breakable.failures(breakage), what).not.toEqual([]);
  }, 60_000);

  it("fails without any one of its biases", async () => {
    const biases = [...right.shapes.keys()].filter((path) => path.endsWith(".bias"));
    expect(biases.length).toBeGreaterThan(20);
    for (const path of biases) expect(await breakable.logitsPass(without(path)), path).toBe(false);
  }, 60_000);

  /** transformers 5.18.0, torch 2.13.0 (tools/python/make_quiet_logits.py). */
  it("fails with another epsilon in the vision tower, where that is quiet", async () => {
    const file = await fileSource(quietLogits(name));
    const golden = await openSafetensors(file);
    expect(await breakable.logitsPass(quiet, golden)).toBe(true);
    expect(await breakable.logitsPass({ ...quiet, architecture: loose }, golden)).toBe(false);
    await golden.close();
  });

  it("fails with positions off by one in decoding, and there alone", async () => {
    const failed = await breakable.failures({ wrap: shifted });
    expect(failed).toContain("out.step_logits");
    expect(failed).not.toContain("out.logits");
  });
});
