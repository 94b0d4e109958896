export const HEAD = "lm_head";
export const LANGUAGE_MODEL = "model.language_model";
export const EMBEDDING = "model.language_model.embed_tokens";
export const VISION = "model.visual";

/** The name in the current layout of a tensor's older name. */
export function currentName(name: string): string {
  if (name.startsWith("visual.")) return `model.${name}`;
  if (name.startsWith("language_model.model.")) return `${LANGUAGE_MODEL}.${name.slice(21)}`;
  if (name === "language_model.lm_head.weight") return `${HEAD}.weight`;
  return name.replace(/^model\.(embed_tokens|layers|norm)\./, `${LANGUAGE_MODEL}.$1.`);
}
