import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { countParameters } from "./count-parameters.js";
import { geometry } from "./geometry.js";
import { matchTargets } from "./match.js";
import { parseAdapterConfig } from "./peft-config.js";
import { type Shape, stack } from "./stack.test.model.js";

interface Golden {
  readonly linears: readonly Shape[];
  readonly outputPath: string;
  readonly adapters: readonly {
    readonly name: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly layers: Readonly<Record<string, readonly [rank: number, scale: number]>>;
  }[];
}

/** peft 0.21.0 on transformers 5.18.0; made by fixtures/make.py, seed 0. */
const golden: Readonly<Record<string, Golden>> = JSON.parse(
  readFileSync(new URL("../fixtures/peft-targets.json", import.meta.url), "utf8"),
);

describe.each(Object.entries(golden))("%s", (_, { linears, outputPath, adapters }) => {
  test.each(adapters.map((adapter) => [adapter.name, adapter] as const))(
    "%s targets, ranks and scales as PEFT",
    (_, adapter) => {
      const model = stack(linears, { outputPath });
      const config = parseAdapterConfig(JSON.stringify(adapter.config));
      const found = matchTargets(model, config).map((linear) => {
        const { rank, scale } = geometry(linear, config);
        return [linear.path, [rank, scale]];
      });
      expect(Object.fromEntries(found)).toEqual(adapter.layers);
      expect(found.map(([path]) => path)).toEqual(
        linears.map(([path]) => path).filter((path) => path in adapter.layers),
      );
    },
  );
});

describe("Qwen3-VL-8B", () => {
  const text = Array.from({ length: 36 }, (_, i) => {
    const layer = `model.language_model.layers.${i}`;
    return [
      [`${layer}.self_attn.q_proj`, 4096, 4096],
      [`${layer}.self_attn.k_proj`, 4096, 1024],
      [`${layer}.self_attn.v_proj`, 4096, 1024],
      [`${layer}.self_attn.o_proj`, 4096, 4096],
      [`${layer}.mlp.gate_proj`, 4096, 12288],
      [`${layer}.mlp.up_proj`, 4096, 12288],
      [`${layer}.mlp.down_proj`, 12288, 4096],
    ] as const;
  });
  const vision = Array.from({ length: 27 }, (_, i) => {
    const block = `model.visual.blocks.${i}`;
    return [
      [`${block}.attn.qkv`, 1152, 3456],
      [`${block}.attn.proj`, 1152, 1152],
      [`${block}.mlp.linear_fc1`, 1152, 4304],
      [`${block}.mlp.linear_fc2`, 4304, 1152],
    ] as const;
  });
  const mergers = ["merger", ...[0, 1, 2].map((i) => `deepstack_merger_list.${i}`)].map((name) => {
    const merger = `model.visual.${name}`;
    return [
      [`${merger}.linear_fc1`, 4608, 4608],
      [`${merger}.linear_fc2`, 4608, 4096],
    ] as const;
  });
  const shapes: readonly Shape[] = [...vision, ...mergers, ...text].flat();
  const model = stack([...shapes, ["lm_head", 4096, 151936]], { outputPath: "lm_head" });

  test("has the published parameter counts at rank 128", () => {
    const config = { r: 128, targetModules: "all-linear" };
    expect(countParameters(model, config)).toBe(419_950_592);
    expect(countParameters(model, { ...config, excludeModules: ".*merger.*" })).toBe(410_775_552);
    expect(countParameters(model, { ...config, targetModules: /.*language_model.*/ })).toBe(349_175_808);
  });
});

describe("parts", () => {
  const model = stack([
    ["model.visual.blocks.0.qkv", 2, 2],
    ["model.visual.merger.fc", 2, 2],
    ["model.layers.0.q_proj", 2, 2],
    ["head", 2, 2],
  ]);
  const paths = (targetModules: string | readonly string[], excludeModules?: readonly string[]): readonly string[] =>
    matchTargets(model, { targetModules, excludeModules: excludeModules ?? null }).map(({ path }) => path);

  test("are all linear layers of a part but for the head", () => {
    expect(paths("language")).toEqual(["model.layers.0.q_proj"]);
    expect(paths(["merger", "vision"])).toEqual(["model.visual.blocks.0.qkv", "model.visual.merger.fc"]);
    expect(paths("all-linear", ["vision"])).toEqual(["model.visual.merger.fc", "model.layers.0.q_proj"]);
    expect(paths(["head", "merger"])).toEqual(["model.visual.merger.fc", "head"]);
  });

  test("leave out layers of modules that are trained whole", () => {
    const whole = { targetModules: "all-linear", modulesToSave: ["merger", "layers.0"] };
    expect(matchTargets(model, whole).map(({ path }) => path)).toEqual(["model.visual.blocks.0.qkv"]);
  });
});

describe("patterns", () => {
  const model = stack([
    ["layers.0.q_proj", 2, 2],
    ["layers.0.kq_proj", 2, 2],
    ["layers.1.q_proj", 2, 2],
    ["head", 2, 2],
  ]);
  const paths = (targetModules: string | readonly string[] | RegExp): readonly string[] =>
    matchTargets(model, { targetModules }).map(({ path }) => path);

  test("a list matches whole names and endings at a dot", () => {
    expect(paths(["q_proj"])).toEqual(["layers.0.q_proj", "layers.1.q_proj"]);
    expect(paths(["head", "0.kq_proj"])).toEqual(["layers.0.kq_proj", "head"]);
  });

  test("an expression matches the whole name, however often it is asked", () => {
    expect(paths(/layers\.\d\.q_proj/gy)).toEqual(["layers.0.q_proj", "layers.1.q_proj"]);
    expect(paths("layers\\.(?P<n>0)\\..*")).toEqual(["layers.0.q_proj", "layers.0.kq_proj"]);
  });

  test("a target that names nothing lists the candidates", () => {
    expect(() => paths(["q_proj", "v_proj"])).toThrow(
      'lora.matchTargets: the target "v_proj" names no linear layer; expected one of layers.*.q_proj, layers.*.kq_proj, head. Name one of them, its last parts, a part (language, vision, merger), or "all-linear".',
    );
    expect(() => paths(["layers.0.kq_prj"])).toThrow("expected one of layers.*.kq_proj, layers.*.q_proj, head.");
    expect(() => paths(["merger"])).toThrow('the target "merger" names no linear layer');
    const lenient = matchTargets(model, { targetModules: ["q_proj", "v_proj"] }, { everyEntry: false });
    expect(lenient.length).toBe(2);
    expect(() => matchTargets(model, { targetModules: ["v_proj"] }, { everyEntry: false })).toThrow("names no linear");
    expect(() => paths("q_proj")).toThrow('the target "q_proj" names no linear layer');
    expect(() => paths(/q_proj/)).toThrow("the target /q_proj/ names no linear layer");
    expect(() => paths("(")).toThrow(
      'lora.matchTargets: "(" is no regular expression; expected one of a module\'s whole name. Pass a list for plain names.',
    );
  });
});
