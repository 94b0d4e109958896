import type { ModelPart } from "@vlm/types";

/** By the names that transformers gives to modules, the same in all families: a merger stands within a tower or beside it. */
export function partOf(path: string): ModelPart {
  if (/(^|\.)(merger|deepstack_merger_list|multi_modal_projector)(\.|$)/.test(path)) return "merger";
  return /(^|\.)(visual|vision_tower)(\.|$)/.test(path) ? "vision" : "language";
}
