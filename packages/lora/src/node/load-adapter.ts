import type * as tf from "@tensorflow/tfjs-core";
import type { Model } from "@vlm/types";
import type { LoraAdapter } from "../adapter.js";
import { type AttachSavedOptions, attachSaved } from "../attach-saved.js";
import { openAdapter } from "./open-adapter.js";

/**
 * Sets an adapter that PEFT or `saveAdapter` wrote onto a model.
 *
 * @throws Error for a folder without the two files, for a feature that is not supported, and for tensors that are
 * missing, unknown or of another shape; the model is then as it was.
 */
export async function loadAdapter(
  model: Model<tf.Tensor>,
  folder: string,
  options: AttachSavedOptions = {},
): Promise<LoraAdapter> {
  const { config, weights, source } = await openAdapter(folder);
  try {
    return await attachSaved(model, config, weights, options);
  } finally {
    await source.close();
  }
}
