import { type Folder, openCheckpoint } from "@vlm/safetensors";
import { CausalModel } from "./causal-model.js";
import { Fields } from "./checkpoint/fields.js";
import { readJson } from "./checkpoint/read-json.js";
import { readTensors } from "./checkpoint/read-tensors.js";
import { architectureOf } from "./families.js";
import { Parameters } from "./layers/parameters.js";
import type { VisionLanguageModel } from "./model.js";

/**
 * Loads a model from a checkpoint folder in Hub layout: `config.json` and safetensors in F32, F16 or BF16.
 *
 * @throws when a file is missing or damaged, the family is unknown, the weights are quantized, or tensors do not fit
 *   the configuration; nothing has been computed then
 */
export async function loadFrom(folder: Folder): Promise<VisionLanguageModel> {
  const config = await readJson(folder, "config.json");
  const architecture = architectureOf(config, folder.name);
  if (new Fields(config).has("quantization_config")) {
    throw new Error(
      `models.load: ${folder.name} is quantized (quantization_config in config.json); expected F32, F16 or BF16 weights. Reading quantized weights is the work of @vlm/quant-cuda: load the original checkpoint without it.`,
    );
  }
  const weights = await openCheckpoint(folder);
  try {
    const parameters = new Parameters(await readTensors(weights, architecture.shapes, architecture));
    return new CausalModel(architecture.network(parameters), parameters);
  } finally {
    await weights.close();
  }
}
