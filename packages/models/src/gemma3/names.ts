export const HEAD = "lm_head";
export const VISION = "model.vision_tower";
export const PROJECTOR = "model.multi_modal_projector";

/** Where the language model stands: alone, or in a model with vision. */
export const LANGUAGE_MODEL = { alone: "model", withVision: "model.language_model" } as const;

/** The name in the current layout of an older one of a model with vision. */
export function currentName(name: string): string {
  return name
    .replace(/^language_model\.lm_head\./, `${HEAD}.`)
    .replace(/^language_model\.model\./, `${LANGUAGE_MODEL.withVision}.`)
    .replace(/^(vision_tower|multi_modal_projector)\./, "model.$1.")
    .replace(/^model\.vision_tower\.vision_model\./, `${VISION}.`);
}
