import { describe, expect, it } from "vitest";
import { architectureOf } from "../families.js";
import { QWEN2_VL_SIZES } from "../qwen2-vl/sizes.js";
import { currentName } from "./names.js";

describe("currentName", () => {
  it.each([
    ["model.language_model.layers.0.mlp.up_proj.weight", "model.language_model.layers.0.mlp.up_proj.weight"],
    ["language_model.model.layers.0.mlp.up_proj.weight", "model.language_model.layers.0.mlp.up_proj.weight"],
    ["model.layers.0.mlp.up_proj.weight", "model.language_model.layers.0.mlp.up_proj.weight"],
    ["model.embed_tokens.weight", "model.language_model.embed_tokens.weight"],
    ["visual.blocks.0.norm1.bias", "model.visual.blocks.0.norm1.bias"],
    ["model.visual.blocks.0.norm1.bias", "model.visual.blocks.0.norm1.bias"],
    ["language_model.lm_head.weight", "lm_head.weight"],
    ["lm_head.weight", "lm_head.weight"],
  ])("%s is %s", (old, current) => {
    expect(currentName(old)).toBe(current);
  });
});

describe("a head", () => {
  it("is left aside where it is the embedding's second name, and a tensor of its own where it is not", () => {
    const [tied, own] = [architectureOf(QWEN2_VL_SIZES["2B"]), architectureOf(QWEN2_VL_SIZES["7B"])];
    expect(tied.rename("lm_head.weight")).toBeNull();
    expect(tied.shapes.has("lm_head.weight")).toBe(false);
    expect(own.rename("lm_head.weight")).toBe("lm_head.weight");
    expect(own.shapes.get("lm_head.weight")).toEqual([152064, 3584]);
  });
});
