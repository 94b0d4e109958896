import { stat } from "node:fs/promises";
import { openFolder } from "@vlm/safetensors/node";
import { type LoadOptions, loadFrom } from "../load.js";
import type { VisionLanguageModel } from "../model.js";
import { download } from "./hub/download.js";
import { isRepositoryId } from "./hub/repository.js";
import type { HubOptions } from "./hub/settings.js";

/**
 * Loads a model from a folder in Hub layout, or from the Hub by its name, `"org/name"`, where no folder is called so.
 *
 * @throws as `loadFrom` and `download` do
 */
export async function load(nameOrPath: string, options: LoadOptions & HubOptions = {}): Promise<VisionLanguageModel> {
  return loadFrom(openFolder(await checkpointFolder(nameOrPath, options)), options);
}

/** The folder itself, or the snapshot of a name on the Hub, downloaded first: where tokenizer and processor lie, too. */
export async function checkpointFolder(nameOrPath: string, options: HubOptions = {}): Promise<string> {
  const isFolder = await stat(nameOrPath).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder || !isRepositoryId(nameOrPath) ? nameOrPath : download(nameOrPath, options);
}
