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
import { openCheckpoint } from "@vlm/safetensors";
import { openFolder } from "@vlm/safetensors/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, compareBase, openContext } from "./model.js";

/** A model that is wrong in one way: another configuration, tensors set to zero, or another network. */
interface Breakage {
  readonly architecture?: Architecture;
  readonly zero?: string;
  readonly wrap?: (network: Network) => Network;
}

type Breakages = Readonly<Record<string, Breakage>>;

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
    "the vision tower's epsilon × 10": changed({ vision: { ...vision, normEpsilon: 10 * vision.normEpsilon } }),
  };
}

interface QwenVLConfig {
  readonly text: { readonly normEpsilon: number };
  readonly vision: {
    readonly normEpsilon: number;
    readonly activation?: string;
    readonly mergerActivation: string;
  };
}

const FAMILIES: Readonly<Record<string, (json: unknown) => readonly [Architecture, Breakages]>> = {
  qwen2_vl: (json) => {
    const config = parseQwen2VLConfig(json);
    return [qwen2VL(config), configured(config, qwen2VL)];
  },
  qwen2_5_vl: (json) => {
    const config = parseQwen2_5VLConfig(json);
    const { vision } = config;
    const changed = (part: object): Breakage => ({
      architecture: qwen2_5VL({ ...config, vision: { ...vision, ...part } }),
    });
    return [
      qwen2_5VL(config),
      {
        ...configured(config, qwen2_5VL),
        "windows of another size": changed({ window: vision.window + 1 }),
        "full attention in another block": changed({
          fullAttentionBlocks: vision.fullAttentionBlocks.map((i) => i + 1),
        }),
      },
    ];
  },
  qwen3_vl: (json) => {
    const config = parseQwen3VLConfig(json);
    const { vision } = config;
    const deepstack = vision.deepstack.map(({ block, layer }) => ({ block, layer: layer + 1 }));
    return [
      qwen3VL(config),
      {
        ...configured(config, qwen3VL),
        "deepstack features one layer late": { architecture: qwen3VL({ ...config, vision: { ...vision, deepstack } }) },
      },
    ];
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

  beforeAll(async () => {
    await useBackend("wasm");
    context = await openContext(folder);
    [right, breakages] = FAMILIES[family]!(JSON.parse(await readFile(join(folder, "config.json"), "utf8")));
    const weights = await openCheckpoint(openFolder(folder));
    for (const stored of weights.tensors.keys()) {
      const current = right.rename(stored);
      if (current !== null) values.set(current, await weights.readFloat32(stored));
    }
    await weights.close();
  }, 60_000);
  afterAll(() => context.golden.close());

  function build({ architecture = right, zero, wrap = (network) => network }: Breakage): CausalModel {
    const tensors = [...architecture.shapes].map(([path, shape]): [string, tf.Tensor] => [
      path,
      path === zero ? tf.zeros([...shape]) : tf.tensor(values.get(path)!, [...shape]),
    ]);
    const parameters = new Parameters(new Map(tensors));
    return new CausalModel(wrap(architecture.network(parameters)), parameters);
  }

  async function failures(breakage: Breakage): Promise<string[]> {
    const model = build(breakage);
    const comparisons = await compareBase(context, model);
    model.dispose();
    return comparisons.filter(({ pass }) => !pass).map((comparison) => comparison.name);
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
    for (const zero of biases) expect(await failures({ zero }), zero).toContain("out.logits");
  }, 120_000);

  it("fails with positions off by one in decoding, and there alone", async () => {
    expect(await failures({ wrap: shifted })).toEqual(expect.arrayContaining(["out.step_logits"]));
    expect(await failures({ wrap: shifted })).not.toContain("out.logits");
  });
});
