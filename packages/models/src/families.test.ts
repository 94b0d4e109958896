import { describe, expect, it } from "vitest";
import { architectureOf } from "./families.js";
import { QWEN2_5_VL_SIZES } from "./qwen2-5-vl/sizes.js";
import { QWEN2_VL_SIZES } from "./qwen2-vl/sizes.js";
import { QWEN3_VL_SIZES } from "./qwen3-vl/sizes.js";
import { parameterCount, type Shape } from "./shapes.js";

/** Parameters of adapters of rank r on the linear layers that a test of their paths lets through. */
function adapterParameters(shapes: ReadonlyMap<string, Shape>, rank: number, takes: (path: string) => boolean): number {
  const linears = [...shapes].filter(
    ([name, shape]) => shape.length === 2 && !/embed|lm_head/.test(name) && takes(name),
  );
  return linears.reduce((sum, [, [outputs, inputs]]) => sum + rank * (inputs! + outputs!), 0);
}

describe("named sizes", () => {
  // Counted by transformers 5.18 on the meta device from the same settings: parameters, tensors with a second name for
  // a tied head, linear layers' adapters of rank 128 with and without mergers. Those of Qwen3-VL 4B and 8B are public
  // besides: in the training logs of unsloth#3495 and of seed 000.
  it.each([
    ["Qwen2-VL-2B", QWEN2_VL_SIZES["2B"], 2_208_985_600, 730, 233_766_912, 231_604_224],
    ["Qwen2-VL-7B", QWEN2_VL_SIZES["7B"], 8_291_375_616, 730, 409_272_320, 406_847_488],
    ["Qwen2.5-VL-3B", QWEN2_5_VL_SIZES["3B"], 3_754_622_976, 825, 330_907_648, 328_679_424],
    ["Qwen2.5-VL-7B", QWEN2_5_VL_SIZES["7B"], 8_292_166_656, 729, 414_597_120, 412_172_288],
    ["Qwen3-VL-2B", QWEN3_VL_SIZES["2B"], 2_127_532_032, 626, 197_132_288, 189_792_256],
    ["Qwen3-VL-4B", QWEN3_VL_SIZES["4B"], 4_437_815_808, 714, 322_174_976, 314_572_800],
    ["Qwen3-VL-8B", QWEN3_VL_SIZES["8B"], 8_767_123_696, 750, 419_950_592, 410_775_552],
  ])("%s has as many parameters, tensors and adapters as in transformers", (_, config, total, tensors, all, some) => {
    const { shapes } = architectureOf(config);
    expect(parameterCount(shapes)).toBe(total);
    expect(shapes.size + (shapes.has("lm_head.weight") ? 0 : 1)).toBe(tensors);
    expect(adapterParameters(shapes, 128, () => true)).toBe(all);
    expect(adapterParameters(shapes, 128, (path) => !path.includes("merger"))).toBe(some);
  });
});

describe("architectureOf", () => {
  it("refuses a family that it does not know", () => {
    expect(() => architectureOf({ model_type: "llama" })).toThrow(
      /^models.load: config.json holds a model of type "llama"; expected ("\w+" or )+"qwen3_vl"\. Use a checkpoint of one of these families\.$/,
    );
  });
});
