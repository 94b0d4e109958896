import { describe, expect, it } from "vitest";
import { architectureOf } from "../families.js";
import { parameterCount, type Shape } from "../shapes.js";
import { parseGemma3TextConfig } from "./config.js";
import { GEMMA3_SIZES } from "./sizes.js";
import { parseGemma3Config } from "./vision-config.js";

/** Parameters of adapters of rank 128 on all linear layers. */
function adapterParameters(shapes: ReadonlyMap<string, Shape>): number {
  const matrices = [...shapes].filter(([name, { length }]) => length === 2 && /(proj|fc\d)\.weight$/.test(name));
  return matrices.reduce((sum, [, [outputs, inputs]]) => sum + 128 * (inputs! + outputs!), 0);
}

describe("named sizes", () => {
  // Counted by transformers 5.18 on the meta device from the same settings: parameters, tensors with a second name for
  // the tied head, and the linear layers that PEFT's all-linear takes.
  it.each([
    ["270M", GEMMA3_SIZES["270M"], 268_098_176, 237, 30_375_936],
    ["1B", GEMMA3_SIZES["1B"], 999_885_952, 341, 104_366_080],
    ["4B", GEMMA3_SIZES["4B"], 4_300_079_472, 884, 307_982_336],
  ])("%s has as many parameters, tensors and adapters as in transformers", (_, config, total, tensors, adapters) => {
    const { shapes } = architectureOf(config);
    expect(parameterCount(shapes)).toBe(total);
    expect(shapes.size + 1).toBe(tensors);
    expect(adapterParameters(shapes)).toBe(adapters);
  });

  it("counts SigLIP's pooling head where a checkpoint has it", () => {
    const { vision_config, ...config } = GEMMA3_SIZES["4B"] as { vision_config: object };
    const { shapes } = architectureOf({ ...config, vision_config: { ...vision_config, vision_use_head: true } });
    expect(parameterCount(shapes)).toBe(4_315_317_824);
    expect(adapterParameters(shapes)).toBe(309_673_984);
  });

  it("scales embeddings by what bfloat16 makes of the width's root", () => {
    const scales = [
      parseGemma3TextConfig(GEMMA3_SIZES["270M"]),
      parseGemma3TextConfig(GEMMA3_SIZES["1B"]),
      parseGemma3Config(GEMMA3_SIZES["4B"]).text,
    ].map(({ embeddingScale }) => embeddingScale);
    expect(scales).toEqual([25.25, 34, 50.5]);
  });
});
