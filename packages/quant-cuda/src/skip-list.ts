/** Modules that Unsloth keeps in 16 bits, besides those that it finds to suffer most in each model. */
export const UNSLOTH_SKIPS: readonly string[] = [
  "lm_head",
  "multi_modal_projector",
  "merger",
  "modality_projection",
  "router",
  "vision_tower",
  "embed_vision",
  "score",
];

/** Whether a list names a module or one that holds it: `"merger"` and `"visual.merger"` name `model.visual.merger.linear_fc1`. */
export function isSkipped(path: string, skip: readonly string[]): boolean {
  return skip.some((entry) => `.${path}.`.includes(`.${entry}.`));
}
