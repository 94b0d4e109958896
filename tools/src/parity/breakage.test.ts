import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import {
  type Architecture,
  CausalModel,
  type Network,
  Parameters,
  parseQwen2_5VLConfig,
  parseQwen2VLConfig,
  parseQwen3VLConfig,
  qwen2_5VL,
  qwen2VL,
  qwen3VL,
} from "@vlm/models";
import { useBackend } from "@vlm/ops";
import { openCheckpoint, openSafetensors } from "@vlm/safetensors";
import { fileSource, openFolder } from "@vlm/safetensors/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, compareBase, compareLogits, openContext } from "./model.js";

/** What one model has other than the right one. */
interface Breakage {
  readonly architecture?: Architecture;
  /** A tensor that is zero. */
  readonly zero?: string;
  /** Whether the vision tower is quiet. */
  readonly quiet?: boolean;
  readonly wrap?: (network: Network) => Network;
}

type Breakages = Readonly<Record<string, Breakage>>;

interface Family {
  readonly right: Architecture;
  readonly breakages: Breakages;
  /** With the vision tower's epsilon × 10. */
  readonly loose: Architecture;
}

/** What writes to the residual stream of a vision tower. */
const QUIET = /visual\.(patch_embed|pos_embed|blocks\.\d+\.(attn\.proj|mlp\.(fc2|linear_fc2|down_proj)))\./;

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

/** Tokens are decoded at positions that are one too large. */
function shifted(network: Network): Network {
  const { type, outputPath, vocabulary } = network;
  return {
    type,
    outputPath,
    vocabulary,
    read: (batch) => network.read(batch),
    caches: () => network.caches(),
    extend: (ids, positions, caches) =>
      network.extend(
        ids,
        positions.map((position) => position + 1),
        caches,
      ),
    logits: (hidden) => network.logits(hidden),
    dispose: () => network.dispose(),
  };
}

describe.each([
  ["qwen2_vl", "qwen2_vl"],
  ["qwen2_5_vl", "qwen2_5_vl"],
  ["qwen3_vl_a", "qwen3_vl"],
  ["qwen3_vl_b", "qwen3_vl"],
])("%s", (name, family) => {
  const folder = fileURLToPath(new URL(`../../cases/models/${name}`, import.meta.url));
  const values = new Map<string, Float32Array>();
  let context: Context;
  let right: Architecture;
  let breakages: Breakages;
  let loose: Architecture;

  beforeAll(async () => {
    await useBackend("wasm");
    context = await openContext(folder);
    ({ right, breakages, loose } = FAMILIES[family]!(JSON.parse(await readFile(join(folder, "config.json"), "utf8"))));
    const weights = await openCheckpoint(openFolder(folder));
    for (const stored of weights.tensors.keys()) {
      const current = right.rename(stored);
      if (current !== null) values.set(current, await weights.readFloat32(stored));
    }
    await weights.close();
  }, 60_000);
  afterAll(() => context.golden.close());

  function build({ architecture = right, zero, quiet, wrap = (network) => network }: Breakage): CausalModel {
    const tensors = [...architecture.shapes].map(([path, shape]): [string, tf.Tensor] => {
      const factor = path === zero ? 0 : quiet && QUIET.test(path) ? 2 ** -8 : 1;
      const scaled = values.get(path)!.map((value) => factor * value);
      return [path, tf.tensor(scaled, [...shape])];
    });
    const parameters = new Parameters(new Map(tensors));
    return new CausalModel(wrap(architecture.network(parameters)), parameters);
  }

  async function failures(breakage: Breakage): Promise<string[]> {
    const model = build(breakage);
    const comparisons = await compareBase(context, model);
    model.dispose();
    return comparisons.filter(({ pass }) => !pass).map((comparison) => comparison.name);
  }

  async function logitsPass(breakage: Breakage, golden = context.golden): Promise<boolean> {
    const model = build(breakage);
    const { pass } = await compareLogits("out.logits", { ...context, golden }, model);
    model.dispose();
    return pass;
  }

  it("passes as it is", async () => {
    expect(await failures({})).toEqual([]);
  });

  it("fails with each swapped GELU, wrong epsilon and misplaced feature", async () => {
    for (const [what, breakage] of Object.entries(breakages)) expect(await failures(breakage), what).not.toEqual([]);
  }, 60_000);

  it("fails without any one of its biases", async () => {
    const biases = [...right.shapes.keys()].filter((path) => path.endsWith(".bias"));
    expect(biases.length).toBeGreaterThan(20);
    for (const zero of biases) expect(await logitsPass({ zero }), zero).toBe(false);
  }, 60_000);

  /** transformers 5.18.0, torch 2.13.0 (tools/python/make_quiet_logits.py). */
  it("fails with another epsilon in the vision tower, where that is quiet", async () => {
    const file = await fileSource(fileURLToPath(new URL(`../../cases/quiet/${name}.safetensors`, import.meta.url)));
    const golden = await openSafetensors(file);
    expect(await logitsPass({ quiet: true }, golden)).toBe(true);
    expect(await logitsPass({ quiet: true, architecture: loose }, golden)).toBe(false);
    await golden.close();
  });

  it("fails with positions off by one in decoding, and there alone", async () => {
    const failed = await failures({ wrap: shifted });
    expect(failed).toContain("out.step_logits");
    expect(failed).not.toContain("out.logits");
  });
});
