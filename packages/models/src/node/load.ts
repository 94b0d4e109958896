import { openFolder } from "@vlm/safetensors/node";
import { type LoadOptions, loadFrom } from "../load.js";
import type { VisionLanguageModel } from "../model.js";

/** `loadFrom` for a directory. */
export function load(directory: string, options: LoadOptions = {}): Promise<VisionLanguageModel> {
  return loadFrom(openFolder(directory), options);
}
