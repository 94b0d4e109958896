import { openFolder } from "@vlm/safetensors/node";
import { loadFrom } from "../load.js";
import type { VisionLanguageModel } from "../model.js";

/** `loadFrom` for a directory. */
export function load(directory: string): Promise<VisionLanguageModel> {
  return loadFrom(openFolder(directory));
}
