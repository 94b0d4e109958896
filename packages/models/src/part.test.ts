import { expect, it } from "vitest";
import { partOf } from "./part.js";

it("knows the parts of every family by their modules' names", () => {
  const parts = {
    merger: [
      "model.visual.merger.linear_fc1",
      "model.visual.deepstack_merger_list.0.norm.weight",
      "model.multi_modal_projector.mm_input_projection_weight",
    ],
    vision: [
      "model.visual.blocks.0.attn.qkv",
      "model.visual.pos_embed.weight",
      "model.vision_tower.vision_model.x.bias",
    ],
    language: ["model.language_model.embed_tokens.weight", "model.layers.0.mlp.up_proj", "lm_head"],
  };
  for (const [part, paths] of Object.entries(parts)) {
    for (const path of paths) {
      expect(partOf(path)).toBe(part);
      expect(partOf(`base_model.model.${path}`)).toBe(part);
    }
  }
});
