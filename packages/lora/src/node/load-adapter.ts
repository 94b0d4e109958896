import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type * as tf from "@tensorflow/tfjs-core";
import { openSafetensors } from "@vlm/safetensors";
import { fileSource } from "@vlm/safetensors/node";
import type { Model } from "@vlm/types";
import type { LoraAdapter } from "../adapter.js";
import { type AttachSavedOptions, attachSaved } from "../attach-saved.js";
import { parseAdapterConfig } from "../peft-config.js";
import { CONFIG, WEIGHTS } from "./files.js";

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
  const config = await readFile(join(folder, CONFIG), "utf8").catch((cause) => missing(folder, CONFIG, cause));
  const resolved = parseAdapterConfig(config, join(folder, CONFIG));
  const source = await fileSource(join(folder, WEIGHTS)).catch((cause) => missing(folder, WEIGHTS, cause));
  try {
    return await attachSaved(model, resolved, await openSafetensors(source), options);
  } finally {
    await source.close();
  }
}

function missing(folder: string, file: string, cause: unknown): never {
  throw new Error(
    `lora.loadAdapter: ${folder} has no readable ${file}; expected an adapter folder as PEFT writes it. Check the path.`,
    { cause },
  );
}
