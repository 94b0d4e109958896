import { expect, it } from "vitest";
import { currentName } from "./names.js";

it.each([
  ["model.language_model.layers.0.mlp.up_proj.weight", "model.language_model.layers.0.mlp.up_proj.weight"],
  ["language_model.model.layers.0.mlp.up_proj.weight", "model.language_model.layers.0.mlp.up_proj.weight"],
  ["language_model.lm_head.weight", "lm_head.weight"],
  ["vision_tower.vision_model.post_layernorm.bias", "model.vision_tower.post_layernorm.bias"],
  ["model.vision_tower.vision_model.post_layernorm.bias", "model.vision_tower.post_layernorm.bias"],
  ["vision_tower.post_layernorm.bias", "model.vision_tower.post_layernorm.bias"],
  ["multi_modal_projector.mm_soft_emb_norm.weight", "model.multi_modal_projector.mm_soft_emb_norm.weight"],
])("%s is %s", (old, current) => {
  expect(currentName(old)).toBe(current);
});
